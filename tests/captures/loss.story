0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.0 2 in syn-ack #1 took 0.0
0.0 2 in state LISTEN > SYN_RECEIVED
0.0 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
7.4 6 in response turn 1: 3 bytes, 1448 back, acknowledged +7.2, answered +7.3
7.5 16 in hole 7240+1448
7.5 17 out duplicate-ack #1
7.5 19 out duplicate-ack #2
7.5 21 out duplicate-ack #3
7.6 22 in hole 13032+1448
7.6 23 out duplicate-ack #4
7.6 25 out duplicate-ack #5
7.6 27 out duplicate-ack #6
7.6 29 out duplicate-ack #7
7.6 31 out duplicate-ack #8
7.6 33 out duplicate-ack #9
7.6 35 out duplicate-ack #10
7.6 37 out duplicate-ack #11
7.6 39 out duplicate-ack #12
7.6 41 out duplicate-ack #13
7.6 42 in retransmit 7240+1448 fast took 0.0
7.9 44 in retransmit 13032+1448 fast took 0.2
8.7 72 in fin #1
8.7 72 in state ESTABLISHED > FIN_WAIT_1
8.7 72 out state ESTABLISHED > CLOSE_WAIT
8.7 73 in state FIN_WAIT_1 > FIN_WAIT_2
8.7 73 out fin #2
8.7 73 out state CLOSE_WAIT > LAST_ACK
8.7 73 in state FIN_WAIT_2 > TIME_WAIT
11.2 74 out state LAST_ACK > CLOSED
8.0 0 out turn turn 1: 3 bytes, 60000 back, acknowledged +7.2, answered +7.3
total out bytes=3 sent=3 segments=28 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=13 holes=0 zero_windows=0 large=0 syns=1
total in bytes=60000 sent=60000 segments=46 retransmits=2 fast=2 spurious=0 out_of_order=0 duplicate_acks=0 holes=2 zero_windows=0 large=0 syns=1
