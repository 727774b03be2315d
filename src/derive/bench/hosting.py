"""像静态主机那样提供一个构建好的网站：gzip、长连接、可以缓存；每个应答送出多少字节都记下来。

字节在服务器这一侧数：不论由页面、worker 还是 service worker 取，一个也漏不掉。
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Host", "hosted"]

LIFETIME = 600
"""浏览器可以不问就用多少秒：GitHub Pages 等静态主机的缺省值。"""

TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""各机器上 mimetypes 的表不同，常用的写死。"""
COMPRESSED = ("text/", "application/json", "application/manifest+json", "application/xml", "+xml")


@dataclass(frozen=True)
class Response:
    """送出的一个应答：地址的路径，状态码，状态行、头与正文共多少字节。"""

    path: str
    status: int
    size: int


@dataclass
class Host:
    """一个在本机端口上提供的网站。"""

    folder: Path
    address: str = ""
    """以 / 结尾。"""
    responses: list[Response] = field(default_factory=list)
    busy: int = 0
    """正在应答几个请求。"""
    last: float = 0.0
    """最近一次应答的时刻（time.monotonic）。"""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _packed: dict[Path, bytes] = field(default_factory=dict)

    def sent(self) -> int:
        """至今送出多少字节。"""
        return sum(response.size for response in self.responses)

    def quiet(self) -> float:
        """已经多少秒没有请求。"""
        return 0.0 if self.busy else time.monotonic() - self.last

    def find(self, address: str) -> Path | None:
        """地址对应的文件；文件夹的地址以 / 结尾，对应其中的 index.html。"""
        parts = unquote(urlsplit(address).path).split("/")
        path = self.folder.joinpath(*(part for part in parts if part not in ("", ".", "..")))
        if address.partition("?")[0].endswith("/"):
            path /= "index.html"
        return path if path.is_file() else None

    def packed(self, path: Path) -> bytes:
        """文件用最高一级 gzip 压缩的内容；不写时刻，每次都一样。"""
        with self._lock:
            if path not in self._packed:
                self._packed[path] = gzip.compress(path.read_bytes(), 9, mtime=0)
            return self._packed[path]

    @contextmanager
    def answering(self) -> Iterator[None]:
        with self._lock:
            self.busy += 1
        try:
            yield
        finally:
            with self._lock:
                self.busy -= 1
                self.last = time.monotonic()


def content_type(path: Path) -> str:
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return kind or "application/octet-stream"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # 长连接
    disable_nagle_algorithm = True
    host: Host

    def do_GET(self) -> None:
        with self.host.answering():
            status, headers, body = self._answer()
            lines = [f"{self.protocol_version} {status.value} {status.phrase}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            message = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
            self.host.responses.append(Response(self.path, status, len(message)))
            self.wfile.write(message)

    def _answer(self) -> tuple[HTTPStatus, dict[str, str], bytes]:
        headers = {"Date": self.date_time_string()}
        status, path = HTTPStatus.OK, self.host.find(self.path)
        if path is None:
            status, path = HTTPStatus.NOT_FOUND, self.host.find("/404.html")
        if path is None:
            return status, {**headers, "Content-Length": "0"}, b""
        body, kind = path.read_bytes(), content_type(path)
        if kind.startswith(COMPRESSED) or kind.endswith(COMPRESSED):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = self.host.packed(path)
            kind += "; charset=utf-8"
        headers["Content-Type"] = kind
        if status == HTTPStatus.OK:
            headers["Cache-Control"] = f"max-age={LIFETIME}"
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                return HTTPStatus.NOT_MODIFIED, headers, b""
        return status, {**headers, "Content-Length": str(len(body))}, body

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """浏览器关掉连接是常事。"""


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """在本机的一个空闲端口上提供 folder。"""
    host = Host(folder)
    handler = type("Handler", (_Handler,), {"host": host})
    with _Server(("127.0.0.1", 0), handler) as server:
        host.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
