0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.0 2 in syn-ack #1 took 0.0
0.0 2 in state LISTEN > SYN_RECEIVED
0.0 2 out state SYN_SENT > ESTABLISHED
0.0 3 in state SYN_RECEIVED > ESTABLISHED
0.0 3 out open took 0.0
0.5 6 in response turn 1: 3 bytes, 1448 back, acknowledged +0.0, answered +0.1
726.7 12 out fin #1
726.7 12 out state ESTABLISHED > FIN_WAIT_1
726.7 12 in state ESTABLISHED > CLOSE_WAIT
733.9 13 out state FIN_WAIT_1 > FIN_WAIT_2
733.9 13 in fin #2
733.9 13 in state CLOSE_WAIT > LAST_ACK
733.9 13 out state FIN_WAIT_2 > TIME_WAIT
733.9 14 in state LAST_ACK > CLOSED
626.5 0 out turn turn 1: 3 bytes, 3000 back, acknowledged +0.0, answered +0.1
total out bytes=3 sent=3 segments=8 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=3000 sent=3000 segments=6 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
