#!/bin/sh
# Speak TLS and HTTP/2 on 8443 when /tls holds fullchain.pem and privkey.pem, and send plain http there.
set -eu
here=/etc/nginx/conf.d
rm -f "$here/tls.inc" "$here/redirect.inc"
if [ -e /tls/fullchain.pem ] && [ -e /tls/privkey.pem ]; then
  [ -r /tls/privkey.pem ] || { echo "/tls/privkey.pem cannot be read by $(id -un); see TLS_FOLDER in docs/ops.md." >&2; exit 1; }
  cat >"$here/tls.inc" <<'C'
listen 8443 ssl backlog=4096;
http2 on;
ssl_certificate /tls/fullchain.pem;
ssl_certificate_key /tls/privkey.pem;
ssl_protocols TLSv1.2 TLSv1.3;
ssl_session_cache shared:tls:10m;
ssl_session_tickets off;
C
  # The CDN or proxy that asks over http says by which scheme it was asked; whoever else does is sent on.
  case $SITE_URL in https:*) cat >"$here/redirect.inc" <<'C'
if ($plain_from_outside) { return 308 $site_url$request_uri; }
C
  esac
fi
