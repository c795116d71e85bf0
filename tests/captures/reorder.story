0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.0 2 in syn-ack #1 took 0.0
0.0 2 in state LISTEN > SYN_RECEIVED
0.0 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
0.6 6 in response turn 1: 3 bytes, 1448 back, acknowledged +0.0, answered +0.2
0.7 16 in hole 7240+1448
0.7 19 out duplicate-ack #1
0.7 20 in out-of-order 7240+1448 took 0.0
1.1 69 in fin #1
1.1 69 in state ESTABLISHED > FIN_WAIT_1
1.1 69 out state ESTABLISHED > CLOSE_WAIT
1.5 70 in state FIN_WAIT_1 > FIN_WAIT_2
1.5 71 out fin #2
1.5 71 out state CLOSE_WAIT > LAST_ACK
1.5 71 in state FIN_WAIT_2 > TIME_WAIT
3.8 72 out state LAST_ACK > CLOSED
1.1 0 out turn turn 1: 3 bytes, 60000 back, acknowledged +0.0, answered +0.2
total out bytes=3 sent=3 segments=27 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=1 holes=0 zero_windows=0 large=0 syns=1
total in bytes=60000 sent=60000 segments=45 retransmits=0 fast=0 spurious=0 out_of_order=1 duplicate_acks=0 holes=1 zero_windows=0 large=0 syns=1
