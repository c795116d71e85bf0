0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
0.5 6 in rst ttl 64/64 exact
0.5 6 in state ESTABLISHED > CLOSED
0.5 6 out state ESTABLISHED > CLOSED
0.1 0 out turn turn 1: 1 bytes, 0 back, acknowledged +0.0
total out bytes=1 sent=1 segments=3 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=0 sent=0 segments=3 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
