0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
1018.5 2 out syn #2
1019.2 3 in syn-ack #1 took 0.7
1019.2 3 in state LISTEN > SYN_RECEIVED
1019.2 3 out state SYN_SENT > ESTABLISHED
1019.2 4 in state SYN_RECEIVED > ESTABLISHED
1019.2 4 out open took 1019.2
1092.4 7 in response turn 1: 18 bytes, 1448 back, acknowledged +0.1, answered +68.1
1092.4 13 in fin #1
1092.4 13 in state ESTABLISHED > FIN_WAIT_1
1092.4 13 out state ESTABLISHED > CLOSE_WAIT
1092.4 14 in retransmit tail-probe took 0.0
1092.4 15 out dsack 3000+1
1092.4 15 in state FIN_WAIT_1 > FIN_WAIT_2
1094.0 16 out fin #2
1094.0 16 out state CLOSE_WAIT > LAST_ACK
1094.0 16 in state FIN_WAIT_2 > TIME_WAIT
1094.5 17 out state LAST_ACK > CLOSED
1092.4 0 out turn turn 1: 18 bytes, 3000 back, acknowledged +0.1, answered +68.1
total out bytes=18 sent=18 segments=9 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=2
total in bytes=3000 sent=3000 segments=8 retransmits=1 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
