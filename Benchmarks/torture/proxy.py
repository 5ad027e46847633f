"""The network between program and database: a socket in the place of PostgreSQL's own, which can be slow, silent or cut."""

import asyncio
import pathlib
import threading


class Proxy:
    """Runs on a thread of its own; `delay`, `silent` and `refusing` may be changed from any thread."""

    def __init__(self, place: pathlib.Path, target: pathlib.Path):
        self.place, self.target = place, target
        self.delay = 0.0
        self.silent = False
        self.refusing = False
        self._loop = asyncio.new_event_loop()
        self._links: set[asyncio.StreamWriter] = set()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError(f"the proxy does not listen at {self.place}")

    def stop(self):
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    def cut(self):
        """Ends all connections at once; what was under way, an acknowledgement of a commit perhaps, is lost."""
        self._loop.call_soon_threadsafe(self._abort)

    def _abort(self):
        for writer in list(self._links):
            writer.transport.abort()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_unix_server(self._serve, self.place))
        # As PostgreSQL's own: the folder keeps strangers out.
        self.place.chmod(0o777)
        self._started.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        if self.refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(str(self.target))
        except OSError:
            writer.transport.abort()
            return
        self._links |= {writer, far_writer}
        try:
            await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        finally:
            self._links -= {writer, far_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            while piece := await reader.read(1 << 16):
                if self.delay:
                    await asyncio.sleep(self.delay)
                while self.silent:
                    await asyncio.sleep(0.05)
                writer.write(piece)
                await writer.drain()
        except OSError:
            # An end is gone; closing the other tells it.
            return
        finally:
            writer.close()
