0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
74.4 6 in response turn 1: 18 bytes, 1448 back, acknowledged +0.1, answered +64.6
74.4 12 in fin #1
74.4 12 in state ESTABLISHED > FIN_WAIT_1
74.4 12 out state ESTABLISHED > CLOSE_WAIT
74.5 13 in state FIN_WAIT_1 > FIN_WAIT_2
74.5 13 out fin #2
74.5 13 out state CLOSE_WAIT > LAST_ACK
74.5 13 in state FIN_WAIT_2 > TIME_WAIT
78.4 14 out state LAST_ACK > CLOSED
74.4 0 out turn turn 1: 18 bytes, 3000 back, acknowledged +0.1, answered +64.6
total out bytes=18 sent=18 segments=7 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=3000 sent=3000 segments=7 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
