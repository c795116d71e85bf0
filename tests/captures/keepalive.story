0.0 1 out syn #1
0.0 1 in state CLOSED > LISTEN
0.0 1 out state CLOSED > SYN_SENT
0.1 2 in syn-ack #1 took 0.1
0.1 2 in state LISTEN > SYN_RECEIVED
0.1 2 out state SYN_SENT > ESTABLISHED
0.1 3 in state SYN_RECEIVED > ESTABLISHED
0.1 3 out open took 0.1
1014.9 6 out keepalive
1015.0 7 in keepalive-ack
2039.0 8 out keepalive
2039.0 9 in keepalive-ack
3067.0 10 out keepalive
3067.1 11 in keepalive-ack
3336.4 12 in fin #1
3336.4 12 in state ESTABLISHED > FIN_WAIT_1
3336.4 12 out state ESTABLISHED > CLOSE_WAIT
3336.6 13 in state FIN_WAIT_1 > FIN_WAIT_2
3336.6 13 out fin #2
3336.6 13 out state CLOSE_WAIT > LAST_ACK
3336.6 13 in state FIN_WAIT_2 > TIME_WAIT
3337.3 14 out state LAST_ACK > CLOSED
0.3 0 out turn turn 1: 1 bytes, 0 back, acknowledged +0.0
total out bytes=1 sent=1 segments=7 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
total in bytes=0 sent=0 segments=7 retransmits=0 fast=0 spurious=0 out_of_order=0 duplicate_acks=0 holes=0 zero_windows=0 large=0 syns=1
