"""A small province's sign-in on the loopback: discovery, keys, token, user info. What it says is set by the test."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "dandan", "bi-mat-cua-phan-mem"


class Provider:
    """`claims` and `userinfo` are what it vouches for next; `asked` is every request it had, as (path, fields)."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with, self.asked = self.key, []
        self.claims, self.userinfo, self.left_out = {}, {"sub": "1"}, ()
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str) -> dict:
        if path.endswith("/openid-configuration"):
            paths = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"} | {
                f"{name}_endpoint": f"{self.url}/{path}" for name, path in paths.items()
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return self.userinfo
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300} | self.claims
        token = jwt.encode(claims, self.signs_with, algorithm="RS256", headers={"kid": "1"})
        answer = {"access_token": "vao", "token_type": "Bearer", "id_token": token}
        return {name: value for name, value in answer.items() if name not in self.left_out}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):
        self._reply({})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._reply({name: values[0] for name, values in parse_qs(body).items()})

    def _reply(self, fields: dict) -> None:
        self.provider.asked.append((self.path, fields))
        body = json.dumps(self.provider.answer(self.path)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Silent."""
