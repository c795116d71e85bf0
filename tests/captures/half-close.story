0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.2 3 in state SYN_RECEIVED > ESTABLISHED
0.2 3 out open took 0.2
0.2 5 out fin #1
0.2 5 out state ESTABLISHED > FIN_WAIT_1
0.2 5 in state ESTABLISHED > CLOSE_WAIT
47.9 7 out state FIN_WAIT_1 > FIN_WAIT_2
50.9 8 in response turn 1: 3 bytes, 1448 back, acknowledged +0.5, answered +50.7
51.8 14 in fin #2
51.8 14 in state CLOSE_WAIT > LAST_ACK
51.8 14 out state FIN_WAIT_2 > TIME_WAIT
51.8 15 in state LAST_ACK > CLOSED
51.0 0 out turn turn 1: 3 bytes, 3000 back, acknowledged +0.5, answered +50.7
total out bytes=3 sent=3 segments=8 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=3000 sent=3000 segments=7 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
