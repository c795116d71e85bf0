0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.0 2 in syn-ack #1 took 0.0
0.0 2 in state LISTEN > SYN_RECEIVED
0.0 2 out state SYN_SENT > ESTABLISHED
0.0 3 in state SYN_RECEIVED > ESTABLISHED
0.0 3 out open took 0.0
3.9 6 in response turn 1: 3 bytes, 7240 back, acknowledged +0.0, answered +0.1
4.0 16 in fin #1
4.0 16 in state ESTABLISHED > FIN_WAIT_1
4.0 16 out state ESTABLISHED > CLOSE_WAIT
4.2 17 in state FIN_WAIT_1 > FIN_WAIT_2
4.2 17 out fin #2
4.2 17 out state CLOSE_WAIT > LAST_ACK
4.2 17 in state FIN_WAIT_2 > TIME_WAIT
4.2 18 out state LAST_ACK > CLOSED
4.0 0 out turn turn 1: 3 bytes, 60000 back, acknowledged +0.0, answered +0.1
total out bytes=3 sent=3 segments=9 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=60000 sent=60000 segments=9 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=5 syns=1
