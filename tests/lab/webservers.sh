# webservers: starts the web servers, caches and proxies that tests/peers.sh unpacked; sourced in a lab.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2154 # lab.sh sets LAB_TMP and lab_pids
#
#	. tests/lab/webservers.sh
#	web_start nginx apache2 haproxy squid varnishd tinyproxy
#	web_has squid && ...
#
# All are on 127.0.0.1; www in $LAB_TMP is what nginx and apache2 serve. Ports: nginx 8001, of all addresses
# 8004, a socket beside it, with a cache before itself 8002; apache2 8011; haproxy 8021 (before nginx), 8022 (before nothing);
# squid 8031; varnishd 8041 (before nginx); tinyproxy 8051. A server that is not there is left out.

web_started=

web_nginx()
{
	cat >"$LAB_TMP/nginx.conf" <<-END
		user root root; daemon off; master_process off; pid $LAB_TMP/nginx.pid; error_log $LAB_TMP/nginx.error;
		events { worker_connections 64; }
		http {
			access_log off; types { text/plain txt; text/html html; } default_type text/plain;
			client_body_temp_path $LAB_TMP/t1; proxy_temp_path $LAB_TMP/t2; fastcgi_temp_path $LAB_TMP/t3;
			uwsgi_temp_path $LAB_TMP/t4; scgi_temp_path $LAB_TMP/t5;
			proxy_cache_path $LAB_TMP/kept keys_zone=kept:1m;
			gzip on; gzip_min_length 1; gzip_types text/plain;
			server {
				listen 127.0.0.1:8001; listen 8004; listen [::]:8004 ipv6only=on; listen unix:$LAB_TMP/socket;
				root $LAB_TMP/www;
				location /kept/ { alias $LAB_TMP/www/; expires 60s; gzip_vary on; }
			}
			server {
				listen 127.0.0.1:8002;
				location / {
					proxy_pass http://127.0.0.1:8001; proxy_cache kept; proxy_cache_valid 200 60s;
					add_header X-Cache-Status \$upstream_cache_status;
				}
				location /gone/ { proxy_pass http://127.0.0.1:8009; }
			}
		}
	END
	"$1" -p "$LAB_TMP" -c "$LAB_TMP/nginx.conf" >"$LAB_TMP/nginx.log" 2>&1 &
}

web_apache2()
{
	web_modules=$(dirname "$1")/../root/usr/lib/apache2/modules
	[ -d "$web_modules" ] || web_modules=/usr/lib/apache2/modules
	{
		echo "ServerRoot $LAB_TMP
		ServerName localhost
		Listen 127.0.0.1:8011
		PidFile $LAB_TMP/apache2.pid
		ErrorLog $LAB_TMP/apache2.error
		DocumentRoot $LAB_TMP/www
		DefaultRuntimeDir $LAB_TMP
		User #65534
		Group #65534"
		for module in mpm_event authz_core headers filter deflate mime; do
			echo "LoadModule ${module}_module $web_modules/mod_$module.so"
		done
		echo "TypesConfig /dev/null
		AddType text/plain .txt
		AddOutputFilterByType DEFLATE text/plain"
	} >"$LAB_TMP/apache2.conf"
	"$1" -D FOREGROUND -f "$LAB_TMP/apache2.conf" >"$LAB_TMP/apache2.log" 2>&1 &
}

web_haproxy()
{
	cat >"$LAB_TMP/haproxy.conf" <<-END
		defaults
			mode http
			retries 0
			timeout connect 2s
			timeout client 10s
			timeout server 10s
		frontend good
			bind 127.0.0.1:8021
			default_backend nginx
		frontend gone
			bind 127.0.0.1:8022
			default_backend nothing
		backend nginx
			server a 127.0.0.1:8001
		backend nothing
			server b 127.0.0.1:8009
	END
	"$1" -db -f "$LAB_TMP/haproxy.conf" >"$LAB_TMP/haproxy.log" 2>&1 &
}

# Squid runs as anybody but root.
web_squid()
{
	web_root=$(dirname "$1")/../root
	[ -d "$web_root/usr/share/squid" ] || web_root=
	cat >"$LAB_TMP/squid.conf" <<-END
		http_port 127.0.0.1:8031
		http_access allow all
		visible_hostname squid.example
		cache_mem 4 MB
		cache_log $LAB_TMP/squid.error
		access_log none
		pid_filename none
		coredump_dir $LAB_TMP
		pinger_enable off
		shutdown_lifetime 0 seconds
		connect_timeout 2 seconds
		mime_table $web_root/usr/share/squid/mime.conf
		error_directory $web_root/usr/share/squid/errors/en
		unlinkd_program $web_root/usr/lib/squid/unlinkd
		icon_directory $web_root/usr/share/squid/icons
		dns_nameservers 127.0.0.1
		hosts_file $LAB_TMP/hosts
		max_filedescriptors 256
	END
	unshare -U --map-user=13 --map-group=13 "$1" -N -f "$LAB_TMP/squid.conf" >"$LAB_TMP/squid.log" 2>&1 &
}

web_varnishd()
{
	mkdir -p "$LAB_TMP/varnish"
	"$1" -F -n "$LAB_TMP/varnish" -a 127.0.0.1:8041 -b 127.0.0.1:8001 -s malloc,8m -j none -p thread_pools=1 \
		>"$LAB_TMP/varnishd.log" 2>&1 &
}

web_tinyproxy()
{
	cat >"$LAB_TMP/tinyproxy.conf" <<-END
		Port 8051
		Listen 127.0.0.1
		Timeout 10
		MaxClients 20
		ConnectPort 8001
	END
	"$1" -d -c "$LAB_TMP/tinyproxy.conf" >"$LAB_TMP/tinyproxy.log" 2>&1 &
}

web_has()
{
	case " $web_started " in *" $1 "*) return 0 ;; esac
	return 1
}

# web_start NAME...
web_start()
{
	mkdir -p "$LAB_TMP/www"
	printf '127.0.0.1 localhost\n' >"$LAB_TMP/hosts"
	for name in "$@"; do
		program=$(lab_find "$name") || continue
		"web_$name" "$program"
		lab_pids="$lab_pids $!"
		web_started="$web_started $name"
	done
	for name in $web_started; do
		case $name in
		nginx) port=8002 ;;
		apache2) port=8011 ;;
		haproxy) port=8022 ;;
		squid) port=8031 ;;
		varnishd) port=8041 ;;
		*) port=8051 ;;
		esac
		lab_wait 20 sh -c "ss -Hltn 'sport = :$port' | grep -q ." && continue
		echo "# $name does not start: $(tail -n 3 "$LAB_TMP/$name.log")" >&2
		web_started=$(printf ' %s ' "$web_started" | sed "s/ $name / /")
	done
}
