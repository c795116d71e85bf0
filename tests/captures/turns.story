0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
0.5 6 out response turn 1: 11 bytes, 6 back, acknowledged +0.0, answered +0.1
0.6 8 in turn turn 1: 11 bytes, 6 back, acknowledged +0.0, answered +0.1
10.8 9 out response turn 2: 8 bytes, 6 back, acknowledged by the answer +10.2, answered +10.2
71.2 11 in turn turn 2: 8 bytes, 6 back, acknowledged by the answer +10.2, answered +10.2
81.5 12 out response turn 3: 8 bytes, 6 back, acknowledged by the answer +10.3, answered +10.3
81.7 14 in turn turn 3: 8 bytes, 6 back, acknowledged by the answer +10.3, answered +10.3
91.9 15 out fin #1
91.9 15 out state ESTABLISHED > FIN_WAIT_1
91.9 15 in state ESTABLISHED > CLOSE_WAIT
92.1 16 out state FIN_WAIT_1 > FIN_WAIT_2
92.1 16 in fin #2
92.1 16 in state CLOSE_WAIT > LAST_ACK
92.1 16 out state FIN_WAIT_2 > TIME_WAIT
92.1 17 in state LAST_ACK > CLOSED
81.7 0 in turn turn 4: 8 bytes, 0 back, acknowledged +10.2
total out bytes=18 sent=18 segments=8 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=35 sent=35 segments=9 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
