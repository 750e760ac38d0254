"""What people write with Flask: slow answers, files, WebSockets, errors."""

from flask import Flask, Response, request
from flask_sock import Sock

app = Flask(__name__, static_folder=None)
sock = Sock(app)


@app.get("/who")
def who():
    return {
        "client": request.remote_addr,
        "url": request.url,
        "host": request.host,
    }


@app.get("/fail")
def fail():
    raise RuntimeError("inside the app")


@app.get("/half")
def half():
    def parts():
        yield "first\n"
        raise RuntimeError("half way")

    return Response(parts())


@sock.route("/bye")
def bye(ws):
    ws.send("bye")
