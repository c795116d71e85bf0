#!/bin/sh
# httpget_get: small and large bodies over http and https beside wget and curl, from nginx on loopback.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016 # awk's fields
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"
NGINX=$(lab_find nginx) || { echo 'httpget_get: not measured: there is no nginx here (make peers)' && exit 0; }
for name in curl wget openssl; do
	command -v $name >/dev/null || { echo "httpget_get: not measured: there is no $name here" && exit 0; }
done
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
ip link set lo up
mkdir "$LAB_TMP/ca" "$LAB_TMP/www"
sh "$LAB_ROOT/tests/lab/tls-ca.sh" "$LAB_TMP/ca" >/dev/null 2>&1
head -c 1024 /dev/zero >"$LAB_TMP/www/small"
truncate -s 4G "$LAB_TMP/www/large"
truncate -s 1G "$LAB_TMP/www/middle"
cat >"$LAB_TMP/nginx.conf" <<END
user root root; daemon off; master_process off; pid $LAB_TMP/pid; error_log $LAB_TMP/error;
events { worker_connections 64; }
http {
	access_log off; sendfile on;
	client_body_temp_path $LAB_TMP/t1; proxy_temp_path $LAB_TMP/t2; fastcgi_temp_path $LAB_TMP/t3;
	uwsgi_temp_path $LAB_TMP/t4; scgi_temp_path $LAB_TMP/t5;
	server { listen 127.0.0.1:80; root $LAB_TMP/www; }
	server {
		listen 127.0.0.1:443 ssl; root $LAB_TMP/www;
		ssl_certificate $LAB_TMP/ca/good.pem; ssl_certificate_key $LAB_TMP/ca/good.key;
	}
}
END
"$NGINX" -p "$LAB_TMP" -c "$LAB_TMP/nginx.conf" >"$LAB_TMP/nginx.log" 2>&1 &
lab_pids="$lab_pids $!"
lab_wait 10 sh -c "ss -Hltn 'sport = :443' | grep -q ." || bail_out "nginx does not start: $(cat "$LAB_TMP/nginx.log")"

# measure TITLE PEER RUNS BAR MEMORY OURS... -- THEIRS...
measure()
{
	title=$1 BENCH_PEER=$2 BENCH_PEER_NAME=$2 runs=$3 bar=$4 memory=$5
	shift 5
	"$BENCH_BIN/cost" "$runs" "$@" >"$LAB_TMP/cost" || bail_out "$title fails"
	bench_head "$title" "$runs runs of each by turns"
	bench_row 'wall, ms' "$(awk '$1 == "A" { print $2 / 1000 }' "$LAB_TMP/cost" | tr '\n' ' ')" \
		"$(awk '$1 == "B" { print $2 / 1000 }' "$LAB_TMP/cost" | tr '\n' ' ')" 'ratio <=' "$bar"
	bench_row 'peak memory, MiB' "$(awk '$1 == "A" { print $5 / 1024 }' "$LAB_TMP/cost" | tr '\n' ' ')" \
		"$(awk '$1 == "B" { print $5 / 1024 }' "$LAB_TMP/cost" | tr '\n' ' ')" '<=' "$memory"
}
to='--resolve www.example:443:127.0.0.1'
ca="--cacert $LAB_TMP/ca/root.pem"
# shellcheck disable=SC2086 # to and ca are several words
{
	measure '1 KiB by http' wget 100 1 4 "$HTTPGET" -o /dev/null http://127.0.0.1/small -- \
		wget -q -O /dev/null http://127.0.0.1/small
	measure '1 KiB by https' curl 50 1 12 "$HTTPGET" $to $ca -o /dev/null https://www.example/small -- \
		curl -s $to $ca -o /dev/null https://www.example/small
	measure '4 GiB by http to nowhere' readloop 5 1.053 4 "$HTTPGET" -o /dev/null http://127.0.0.1/large -- \
		"$BENCH_BIN/readloop" 127.0.0.1 80 /large
	measure '4 GiB by http to nowhere' curl 5 0.909 4 "$HTTPGET" -o /dev/null http://127.0.0.1/large -- \
		curl -s -o /dev/null http://127.0.0.1/large
	measure '1 GiB by https to nowhere' curl 5 1 12 "$HTTPGET" $to $ca -o /dev/null https://www.example/middle -- \
		curl -s $to $ca -o /dev/null https://www.example/middle
	measure '1 GiB by http to a file' curl 5 1 4 "$HTTPGET" -o "$LAB_TMP/a" http://127.0.0.1/middle -- \
		curl -s -o "$LAB_TMP/b" http://127.0.0.1/middle
}
