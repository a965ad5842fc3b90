#!/bin/sh
# Stop the start with a sentence when a setting of nginx's own is wrong; let those of ADMIN_ADDRESSES alone to the desk.
set -eu
desk=/etc/nginx/conf.d/desk.inc

wrong() { echo "$1 is '$2'; it must be $3." >&2; exit 1; }
number() { case $2 in '' | 0* | *[!0-9]*) wrong "$1" "$2" "a whole number, 1 or more" ;; esac; }
address() {
  echo "$2" | grep -Eqx '[0-9a-fA-F]*[.:][0-9a-fA-F.:]+(/[0-9]{1,3})?' || wrong "$1" "$2" "an address or a network such as 172.16.0.0/12"
}

case $SITE_URL in http://?* | https://?*) ;; *) wrong SITE_URL "$SITE_URL" "an address such as https://live.example.org" ;; esac
echo "$ADMIN_PATH" | grep -Eqx '[a-z0-9-]+' || wrong ADMIN_PATH "$ADMIN_PATH" "a word such as newsdesk"
number STREAMS_PER_ADDRESS "$STREAMS_PER_ADDRESS"
number REQUESTS_PER_ADDRESS "$REQUESTS_PER_ADDRESS"
number MEDIA_MAX_MB "$MEDIA_MAX_MB"
address TRUSTED_PROXY "$TRUSTED_PROXY"
if [ ! -e /tls/README ] && { [ ! -e /tls/fullchain.pem ] || [ ! -e /tls/privkey.pem ]; }; then
  echo "TLS_FOLDER is a folder without its certificate; it must hold fullchain.pem and privkey.pem." >&2
  exit 1
fi

rm -f "$desk"
[ -n "$ADMIN_ADDRESSES" ] || exit 0
for one in $(echo "$ADMIN_ADDRESSES" | tr , ' '); do
  address ADMIN_ADDRESSES "$one"
  echo "allow $one;" >>"$desk"
done
echo "deny all;" >>"$desk"
