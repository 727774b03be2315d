"""测试用的静态主机：可以中途断网。"""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Host:
    """folder 由本机的一个端口提供；断网的时候，连接一来就断。"""

    def __init__(self, address: str) -> None:
        self.address = address
        self.up = True
        self.asked: list[str] = []
        """要过的各个路径。"""

    @contextmanager
    def down(self) -> Iterator[None]:
        self.up = False
        try:
            yield
        finally:
            self.up = True


@contextmanager
def host(folder: Path) -> Iterator[Host]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def handle_one_request(self) -> None:
            if found.up:
                super().handle_one_request()
            else:
                self.close_connection = True

        def do_GET(self) -> None:
            found.asked.append(self.path)
            super().do_GET()

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "max-age=600")  # 静态的主机大多如此
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Host(f"http://127.0.0.1:{server.server_port}/")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()
