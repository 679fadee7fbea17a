//! A scripted HTTP server on the loopback: it records each request and answers with raw bytes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// One request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) connection: usize,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// The value of a header, its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let find = |line: &'_ str| {
            line.split_once(": ")
                .is_some_and(|(known, _)| known == name)
        };
        self.head
            .lines()
            .find(|line| find(line))
            .map(|line| &line[name.len() + 2..])
    }
}

/// The server answers a body of this length without reading it, and closes the connection.
pub(crate) const TOO_LONG: usize = 16 * 1024 * 1024;

/// What the server does after a request.
pub(crate) enum Reply {
    /// Sends these bytes and waits for the next request.
    Bytes(Vec<u8>),
    /// Sends these bytes and closes the connection without a word about it.
    BytesThenClose(Vec<u8>),
    /// Never answers.
    Hang,
}

/// An HTTP response with a content-length.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

type Script = dyn Fn(usize, &Seen) -> Reply + Send + Sync;

/// Runs until the test process ends.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Plain HTTP; the script is told the number of the request, from 0.
    pub(crate) fn plain(script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Self {
        Server::start(None, Arc::new(script))
    }

    /// The same over TLS.
    pub(crate) fn tls(
        config: Arc<ServerConfig>,
        script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Server::start(Some(config), Arc::new(script))
    }

    fn start(config: Option<Arc<ServerConfig>>, script: Arc<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        thread::spawn(move || {
            for (connection, socket) in listener.incoming().enumerate() {
                let (script, log, config) = (Arc::clone(&script), Arc::clone(&log), config.clone());
                let socket = socket.unwrap();
                // What waits for an acknowledgement would be lost when it closes without reading on.
                socket.set_nodelay(true).unwrap();
                thread::spawn(move || match config {
                    None => converse(socket, connection, &*script, &log),
                    Some(config) => {
                        let tls = ServerConnection::new(config).unwrap();
                        converse(StreamOwned::new(tls, socket), connection, &*script, &log);
                    }
                });
            }
        });
        Server { address, seen }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn converse(
    mut stream: impl Read + Write + Socket,
    connection: usize,
    script: &Script,
    log: &Mutex<Vec<Seen>>,
) {
    while let Some((head, body)) = read_request(&mut stream) {
        let seen = Seen {
            connection,
            head,
            body,
        };
        let number = {
            let mut log = log.lock().unwrap();
            log.push(seen.clone());
            log.len() - 1
        };
        match script(number, &seen) {
            Reply::Bytes(bytes) if seen.header("content-length") == Some(&TOO_LONG.to_string()) => {
                return send(&mut stream, &bytes);
            }
            Reply::Bytes(bytes) => send(&mut stream, &bytes),
            Reply::BytesThenClose(bytes) => {
                send(&mut stream, &bytes);
                return stream.close();
            }
            Reply::Hang => thread::sleep(Duration::from_secs(60)),
        }
    }
}

fn send(stream: &mut impl Write, bytes: &[u8]) {
    // The client may be gone: a test of its own.
    let _ = stream.write_all(bytes).and_then(|()| stream.flush());
}

fn read_request(stream: &mut impl Read) -> Option<(String, Vec<u8>)> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; if length == TOO_LONG { 0 } else { length }];
    stream.read_exact(&mut body).ok()?;
    Some((head, body))
}

trait Socket {
    fn close(&mut self);
}

impl Socket for TcpStream {
    fn close(&mut self) {
        let _ = self.shutdown(std::net::Shutdown::Both);
    }
}

impl Socket for StreamOwned<ServerConnection, TcpStream> {
    fn close(&mut self) {
        self.conn.send_close_notify();
        let _ = self.flush();
        self.sock.close();
    }
}
