#!/usr/bin/env python3
"""HTTP with peers that are not ours: curl and Python's client against our server, our client against Python's server.

    http_peers.py --aria TOOL

Without curl its part is left out.
"""
import argparse
import http.client
import http.server
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

SERVER = """
fn answer(request: Request) -> Response
  match request.path
    "/echo" => Response.new(body: request.body, headers: {"X-Method" => request.method, "X-Agent" => request.header("user-agent") ?? ""})
    "/length" => Response.ok("#{request.bytes.len}")
    "/query" => Response.ok(request.query.map { |k, v| "#{k}=#{v}" }.join(";"))
    "/moved" => Response.redirect("/query?a=b")
    "/big" => Response.ok("x".repeat(3_000_000))
    "/panic" => panic("on purpose")
    _ => Response.not_found
  end
end

fn main
  server = http.listen("127.0.0.1:0", max_body: 2_000_000)
  eprintln(server.url)
  server.serve { |request| answer(request) }
end
"""

CLIENT = """
fn main
  base = args()[0]
  r = http.get("#{base}/hello")
  println("#{r} #{r.body} #{r.header("X-Own") ?? "none"}")
  println(http.get("#{base}/chunked").body)
  println(http.get("#{base}/close").body)
  println(http.post("#{base}/echo", body: "a\\nb", headers: {"X-A" => "1"}).body)
  println(http.head("#{base}/hello").header("Content-Length") ?? "none")
  println(http.get("#{base}/missing").status)
  println(http.get("#{base}/moved", redirects: 1).body)
end
"""
ANSWERS = ["200 OK hello own", "chunked body", "until the end", "POST a\nb 1", "5", "404", "hello"]

failures = []


def expect(what, actual, wanted):
    if actual != wanted:
        failures.append(f"{what}: {actual!r} in place of {wanted!r}")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        if self.path == "/hello":
            self.answer(200, b"hello", X_Own="own")
        elif self.path == "/moved":
            self.answer(302, b"", Location="hello")
        elif self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"8\r\nchunked \r\n", b"4;name=value\r\nbody\r\n", b"0\r\nX-Trailer: a\r\n\r\n"):
                self.wfile.write(part)
        elif self.path == "/close":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"until the end")
        else:
            self.answer(404, b"")

    do_HEAD = do_GET

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, self.command.encode() + b" " + body + b" " + self.headers["X-A"].encode())

    def log_message(self, *words):
        pass


def check_client(program):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    done = subprocess.run([program, f"http://127.0.0.1:{server.server_address[1]}"], capture_output=True, text=True, timeout=60)
    server.shutdown()
    expect("our client", (done.stdout, done.stderr), ("\n".join(ANSWERS) + "\n", ""))


def check_python(url):
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    for _ in range(2):
        connection.request("GET", "/query?a=1&b=%20")
        expect("Python's client", connection.getresponse().read(), b"a=1;b= ")
    connection.request("POST", "/length", body=iter([b"x" * 1000, b"y" * 500]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    expect("Python's chunks", connection.getresponse().read(), b"1500")
    connection.request("GET", "/panic")
    expect("a panic", connection.getresponse().status, 500)
    connection.close()


def check_curl(url):
    def curl(*words, text=None):
        done = subprocess.run(["curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "20", *words], input=text, capture_output=True, timeout=60)
        return done.stdout

    code = ("--output", os.devnull, "--write-out", "%{http_code}")
    expect("curl", curl(url + "/query?q=1"), b"q=1")
    expect("curl with HTTP/1.0", curl("--http1.0", url + "/query?q=1"), b"q=1")
    expect("curl without an answer for it", curl(*code, url + "/other"), b"404")
    expect("curl with a form", curl("--data", "a=b&c=d", url + "/echo"), b"a=b&c=d")
    expect("curl with chunks", curl("--header", "Transfer-Encoding: chunked", "--data-binary", "@-", url + "/length", text=b"z" * 100_000), b"100000")
    expect("curl that expects to continue", curl("--header", "Expect: 100-continue", "--data-binary", "@-", url + "/length", text=b"z" * 1_500_000), b"1500000")
    expect("curl with too much", curl(*code, "--data-binary", "@-", url + "/length", text=b"z" * 2_000_001), b"413")
    expect("curl that follows", curl("--location", url + "/moved"), b"a=b")
    expect("curl with much to read", len(curl(url + "/big")), 3_000_000)
    expect("curl that wants the head", b"Content-Length: 3000000\r\n" in curl("--head", url + "/big"), True)
    connections = curl("--write-out", "%{num_connects}", *[url + "/query"] * 3)
    expect("curl three times over one connection", connections, b"100")
    expect("curl many times at once", curl("--parallel", "--parallel-max", "20", url + "/query?n=[1-60]").count(b"n="), 60)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    tool = parser.parse_args().aria
    with tempfile.TemporaryDirectory() as folder:
        programs = []
        for name, text in (("server", SERVER), ("client", CLIENT)):
            source = os.path.join(folder, name + ".aria")
            with open(source, "w", encoding="utf-8") as file:
                file.write(text)
            programs.append(os.path.join(folder, name))
            subprocess.run([tool, "build", source, "-o", programs[-1]], check=True, timeout=300)
        server = subprocess.Popen([programs[0]], stderr=subprocess.PIPE, text=True)
        try:
            url = server.stderr.readline().strip()
            check_python(url)
            if shutil.which("curl"):
                check_curl(url)
            server.send_signal(signal.SIGTERM)
            expect("the end of the server", server.wait(timeout=20), 143)
        finally:
            server.kill()
            server.wait()
            server.stderr.close()
        check_client(programs[1])
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
