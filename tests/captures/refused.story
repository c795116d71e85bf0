0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in rst ttl 64/-1 exact
0.1 2 in state LISTEN > CLOSED
0.1 2 out state SYN_SENT > CLOSED
total out bytes=0 sent=0 segments=1 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=0 sent=0 segments=1 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=0
