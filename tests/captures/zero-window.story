0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
2.3 5 out window-full
2.3 7 out window-full
10.2 8 out retransmit 2896+1448 tail-probe took 7.9
47.4 9 in dsack 2896+1448
47.4 9 in zero-window
258.2 10 out zero-window-probe
702.2 12 out zero-window-probe
1200.8 13 in window-open took 1153.3
1200.8 15 out window-full
1200.8 17 out window-full
1200.9 20 out window-full
1200.9 23 out window-full
1201.0 26 out window-full
1201.0 29 out window-full
1201.1 32 out window-full
1202.2 35 out window-full
1202.3 38 out window-full
1202.4 42 in response turn 1: 30000 bytes, 2 back, acknowledged +0.0, answered +0.0
1202.4 44 out fin #1
1202.4 44 out state ESTABLISHED > FIN_WAIT_1
1202.4 44 in state ESTABLISHED > CLOSE_WAIT
1209.8 45 out state FIN_WAIT_1 > FIN_WAIT_2
1209.8 45 in fin #2
1209.8 45 in state CLOSE_WAIT > LAST_ACK
1209.8 45 out state FIN_WAIT_2 > TIME_WAIT
1209.8 46 in state LAST_ACK > CLOSED
1202.4 0 out turn turn 1: 30000 bytes, 2 back, acknowledged +0.0, answered +0.0
total out bytes=30000 sent=31448 segments=29 retransmits=1 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=2 sent=2 segments=17 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=1 large=0 syns=1
