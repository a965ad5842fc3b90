"""A live stream (HLS) that ffmpeg makes and a server of the test gives out, until the test takes it down."""

import subprocess
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.clips.files import ffmpeg
from tests.serving import eventually

CAMERA = "-re -f lavfi -i testsrc=size=160x90:rate=10 -f lavfi -i sine=220 -shortest"
HLS = "-c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -c:a aac -f hls -hls_time 1 -hls_list_size 6 -hls_flags delete_segments"


class Stream:
    """`url`: its playlist's. `is_up`: otherwise every answer is 503. `asked`: the paths that were asked for."""

    def __init__(self, port):
        self.origin = f"http://127.0.0.1:{port}"
        self.url = f"{self.origin}/live.m3u8"
        self.is_up, self.asked = True, []


@contextmanager
def streaming(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder))
    stream = server.stream = Stream(server.server_address[1])
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    camera = subprocess.Popen(
        [ffmpeg(), "-loglevel", "error", *CAMERA.split(), *HLS.split(), str(folder / "live.m3u8")],
        stdin=subprocess.DEVNULL,
    )
    try:
        eventually((folder / "live.m3u8").exists, within=20, what="the stream")
        yield stream
    finally:
        camera.kill()
        camera.wait()
        server.shutdown()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t"}

    def do_GET(self):
        stream = self.server.stream
        stream.asked.append(self.path)
        if stream.is_up:
            super().do_GET()
        else:
            self.send_error(503)

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *said):
        pass
