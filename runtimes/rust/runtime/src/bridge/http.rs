//! A blocking HTTP/1.1 client for one endpoint: one write a request, connections kept alive.
//!
//! It never repeats a request: what has been sent may have run (spec/wire.md#reply).

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustls::ClientConfig;

use super::tls;

mod response;

pub(super) use response::Response;

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    is_tls: bool,
    host: String,
    port: u16,
    /// What stands before every path; no `/` at the end.
    pub(super) path: String,
}

impl Endpoint {
    /// Reads `http[s]://host[:port][/path]`.
    pub(super) fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let is_tls = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let default_port = if is_tls { 443 } else { 80 };
        let is_bare_ipv6 = authority.ends_with(']');
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !is_bare_ipv6 => (host, port.parse().ok()?),
            _ => (authority, default_port),
        };
        let path = path.trim_end_matches('/').to_string();
        (!host.is_empty()).then(|| Endpoint {
            is_tls,
            host: host.to_string(),
            port,
            path,
        })
    }

    /// The `Host` header: the port only where it is not the scheme's own.
    pub(super) fn authority(&self) -> String {
        let default_port = if self.is_tls { 443 } else { 80 };
        if self.port == default_port {
            return self.host.clone();
        }
        format!("{}:{}", self.host, self.port)
    }

    /// The host without the brackets of an IPv6 address.
    fn name(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }
}

/// One request; `host` and `content-length` are added.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: &'a [u8],
}

/// Why there is no response.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing was sent, and trying again would not help: no address, no trust.
    NotSent(String),
    /// Nothing was sent: nobody listens there at the moment.
    Refused(String),
    /// The connection ended; the request may have run.
    Lost(String),
    /// The deadline came.
    TimedOut,
}

impl Failure {
    fn lost(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Failure::TimedOut,
            _ => Failure::Lost(error.to_string()),
        }
    }
}

/// The client; as many connections as there are callers at a time.
#[derive(Debug)]
pub(super) struct Client {
    endpoint: Endpoint,
    idle: Mutex<Vec<Connection>>,
    /// The certificates to trust instead of Mozilla's list.
    ca_bundle: Option<String>,
    trust: OnceLock<Result<Arc<ClientConfig>, String>>,
}

impl Client {
    pub(super) fn new(endpoint: Endpoint) -> Self {
        let (idle, trust) = (Mutex::default(), OnceLock::new());
        Client {
            endpoint,
            idle,
            ca_bundle: None,
            trust,
        }
    }

    /// Trusts the certificates in a PEM file and no others.
    pub(super) fn trust_only(&mut self, file: String) {
        self.ca_bundle = Some(file);
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends `request` once and reads the response, both before `deadline`.
    pub(super) fn send(
        &self,
        request: &Request<'_>,
        deadline: Instant,
    ) -> Result<Response, Failure> {
        let mut connection = match self.reusable() {
            Some(connection) => connection,
            None => self.connect(deadline)?,
        };
        let written = connection.write(&self.head_and_body(request), deadline);
        if let Err(Failure::TimedOut) = written {
            return Err(Failure::TimedOut);
        }
        // Who refuses a request before its end answers and closes: the answer says more than that.
        let response = response::read(&mut |buffer| connection.read(buffer, deadline));
        let response = match (written, response) {
            (Ok(()), response) => response?,
            (Err(_), Ok(response)) => return Ok(response),
            (Err(failure), Err(_)) => return Err(failure),
        };
        if response.is_kept_alive {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
        }
        Ok(response)
    }

    /// A connection that the other side has not closed while it was idle.
    fn reusable(&self) -> Option<Connection> {
        loop {
            let last = self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let mut connection = last?;
            if connection.is_fresh() {
                return Some(connection);
            }
        }
    }

    /// One buffer, one write: two segments would wait for a delayed acknowledgement.
    fn head_and_body(&self, request: &Request<'_>) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024 + request.body.len());
        let line = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
        out.extend_from_slice(line.as_bytes());
        out.extend_from_slice(format!("host: {}\r\n", self.endpoint.authority()).as_bytes());
        for (name, value) in request.headers {
            out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        out.extend_from_slice(format!("content-length: {}\r\n\r\n", request.body.len()).as_bytes());
        out.extend_from_slice(request.body);
        out
    }

    fn connect(&self, deadline: Instant) -> Result<Connection, Failure> {
        let (name, port) = (self.endpoint.name(), self.endpoint.port);
        let refused = |error: std::io::Error| match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::TimedOut,
            _ => Failure::Refused(format!("{name}:{port}: {error}")),
        };
        let addresses = (name, port).to_socket_addrs().map_err(refused)?;
        let mut failure = Failure::NotSent(format!("{name} has no address"));
        for address in addresses {
            match TcpStream::connect_timeout(&address, left(deadline)?) {
                Ok(socket) => return self.secure(socket, deadline),
                Err(error) => failure = refused(error),
            }
        }
        Err(failure)
    }

    fn secure(&self, socket: TcpStream, deadline: Instant) -> Result<Connection, Failure> {
        let unsafe_to_send = |error: std::io::Error| match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::TimedOut,
            _ => Failure::NotSent(error.to_string()),
        };
        socket.set_nodelay(true).map_err(unsafe_to_send)?;
        if !self.endpoint.is_tls {
            return Ok(Connection::Plain(socket));
        }
        let trust = self
            .trust
            .get_or_init(|| tls::config(self.ca_bundle.as_deref()))
            .as_ref();
        let trust = trust.map_err(|why| Failure::NotSent(why.clone()))?;
        set_timeouts(&socket, deadline)?;
        let stream = tls::connect(trust, self.endpoint.name(), socket).map_err(unsafe_to_send)?;
        Ok(Connection::Tls(Box::new(stream)))
    }
}

fn left(deadline: Instant) -> Result<Duration, Failure> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        Err(Failure::TimedOut)
    } else {
        Ok(left)
    }
}

fn set_timeouts(socket: &TcpStream, deadline: Instant) -> Result<(), Failure> {
    let left = Some(left(deadline)?);
    let set = socket
        .set_read_timeout(left)
        .and_then(|()| socket.set_write_timeout(left));
    set.map_err(|error| Failure::lost(&error))
}

/// A connection, plain or not.
#[derive(Debug)]
enum Connection {
    Plain(TcpStream),
    Tls(Box<tls::Stream>),
}

impl Connection {
    fn socket(&self) -> &TcpStream {
        match self {
            Connection::Plain(socket) => socket,
            Connection::Tls(stream) => &stream.sock,
        }
    }

    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), Failure> {
        set_timeouts(self.socket(), deadline)?;
        let written = match self {
            Connection::Plain(socket) => socket.write_all(bytes),
            Connection::Tls(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        };
        written.map_err(|error| Failure::lost(&error))
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Failure> {
        set_timeouts(self.socket(), deadline)?;
        let read = match self {
            Connection::Plain(socket) => socket.read(buffer),
            Connection::Tls(stream) => tls::read(stream, buffer),
        };
        read.map_err(|error| Failure::lost(&error))
    }

    /// True when nothing came while it was idle: neither the end nor bytes that nobody asked for.
    fn is_fresh(&mut self) -> bool {
        if self.socket().set_nonblocking(true).is_err() {
            return false;
        }
        let fresh = match self {
            Connection::Plain(socket) => is_silent(&socket.peek(&mut [0])),
            Connection::Tls(stream) => is_tls_silent(stream),
        };
        fresh && self.socket().set_nonblocking(false).is_ok()
    }
}

fn is_silent(read: &std::io::Result<usize>) -> bool {
    matches!(read, Err(error) if error.kind() == ErrorKind::WouldBlock)
}

/// A session ticket makes a TLS socket readable without being an answer: it is taken in.
fn is_tls_silent(stream: &mut tls::Stream) -> bool {
    loop {
        match stream.conn.read_tls(&mut stream.sock) {
            Ok(0) => return false,
            Ok(_) => match stream.conn.process_new_packets() {
                Ok(state) if state.peer_has_closed() || state.plaintext_bytes_to_read() > 0 => {
                    return false;
                }
                Ok(_) => {}
                Err(_) => return false,
            },
            read => return is_silent(&read),
        }
    }
}
