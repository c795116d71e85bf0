0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
55.7 6 in response turn 1: 3 bytes, 300 back, acknowledged +0.8, answered +52.4
56.0 8 in fin #1
56.0 8 in state ESTABLISHED > FIN_WAIT_1
56.0 8 out state ESTABLISHED > CLOSE_WAIT
56.0 9 in state FIN_WAIT_1 > FIN_WAIT_2
56.0 9 out fin #2
56.0 9 out state CLOSE_WAIT > LAST_ACK
56.0 9 in state FIN_WAIT_2 > TIME_WAIT
59.7 10 out state LAST_ACK > CLOSED
55.7 0 out turn turn 1: 3 bytes, 300 back, acknowledged +0.8, answered +52.4
total out bytes=3 sent=3 segments=5 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=300 sent=300 segments=5 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
