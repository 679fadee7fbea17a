//! Reads one HTTP/1.1 response: by content-length, in chunks, or up to the end of the connection.

use super::Failure;

/// A header section longer than this is no answer of the Invoke API.
const HEAD_MAX: usize = 65_536;
/// Room above the platform's 6 MiB for quoting and error bodies.
const BODY_MAX: usize = 32 * 1024 * 1024;

/// What came back.
#[derive(Debug)]
pub(in crate::bridge) struct Response {
    pub(in crate::bridge) status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(in crate::bridge) body: Vec<u8>,
    /// True when the connection may carry another request.
    pub(in crate::bridge) is_kept_alive: bool,
}

impl Response {
    /// The value of a header; `name` in lower case.
    pub(in crate::bridge) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    fn says(&self, name: &str, word: &str) -> bool {
        let words = self.header(name).unwrap_or_default();
        words
            .split(',')
            .any(|known| known.trim().eq_ignore_ascii_case(word))
    }
}

type Source<'s> = &'s mut dyn FnMut(&mut [u8]) -> Result<usize, Failure>;

fn broken(why: &str) -> Failure {
    Failure::Lost(format!("the response is broken: {why}"))
}

/// Reads a response from `source`, which gives 0 at the end of the connection.
pub(super) fn read(source: Source<'_>) -> Result<Response, Failure> {
    let mut input = Input {
        source,
        bytes: Vec::new(),
        pos: 0,
    };
    loop {
        let mut response = read_head(&mut input)?;
        if (100..200).contains(&response.status) {
            continue; // an interim response: the real one follows
        }
        let is_framed = read_body(&mut input, &mut response)?;
        let is_used_up = input.pos == input.bytes.len();
        response.is_kept_alive = is_framed
            && is_used_up
            && response.is_kept_alive
            && !response.says("connection", "close");
        return Ok(response);
    }
}

fn read_head(input: &mut Input<'_>) -> Result<Response, Failure> {
    let line = input.line()?;
    let mut words = line.splitn(3, ' ');
    let (version, status) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let status = status
        .parse()
        .ok()
        .filter(|_| version.starts_with("HTTP/1."));
    let status = status.ok_or_else(|| broken("no status line"))?;
    let is_kept_alive = version != "HTTP/1.0";
    let mut headers = Vec::new();
    loop {
        let line = input.line()?;
        if line.is_empty() {
            return Ok(Response {
                status,
                headers,
                body: Vec::new(),
                is_kept_alive,
            });
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken("no header"))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
    }
}

/// Gives true when the body said itself where it ends.
fn read_body(input: &mut Input<'_>, response: &mut Response) -> Result<bool, Failure> {
    if response.status == 204 || response.status == 304 {
        return Ok(true);
    }
    if response.says("transfer-encoding", "chunked") {
        read_chunks(input, &mut response.body)?;
        return Ok(true);
    }
    let Some(length) = response.header("content-length") else {
        while input.more()? {
            if input.bytes.len() - input.pos > BODY_MAX {
                return Err(broken("too long"));
            }
        }
        let rest = input.bytes.len() - input.pos;
        input.take(rest, &mut response.body)?;
        return Ok(false);
    };
    let length = length.parse().ok().filter(|length| *length <= BODY_MAX);
    let length = length.ok_or_else(|| broken("no content-length that makes sense"))?;
    input.take(length, &mut response.body)?;
    Ok(true)
}

fn read_chunks(input: &mut Input<'_>, body: &mut Vec<u8>) -> Result<(), Failure> {
    loop {
        let line = input.line()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| broken("no chunk size"))?;
        if size == 0 {
            while !input.line()?.is_empty() {} // trailers
            return Ok(());
        }
        if size > BODY_MAX || body.len() + size > BODY_MAX {
            return Err(broken("too long"));
        }
        input.take(size, body)?;
        if !input.line()?.is_empty() {
            return Err(broken("a chunk has no end"));
        }
    }
}

/// The bytes that have come and those still to come.
struct Input<'s> {
    source: Source<'s>,
    bytes: Vec<u8>,
    pos: usize,
}

impl Input<'_> {
    /// Reads on; false at the end of the connection.
    fn more(&mut self) -> Result<bool, Failure> {
        let mut buffer = [0; 16_384];
        let count = (self.source)(&mut buffer)?;
        self.bytes.extend_from_slice(&buffer[..count]);
        Ok(count > 0)
    }

    fn line(&mut self) -> Result<String, Failure> {
        let mut from = self.pos;
        loop {
            if let Some(at) = self.bytes[from..].iter().position(|byte| *byte == b'\n') {
                let line = &self.bytes[self.pos..from + at];
                let line = String::from_utf8_lossy(line)
                    .trim_end_matches('\r')
                    .to_string();
                self.pos = from + at + 1;
                return Ok(line);
            }
            from = self.bytes.len();
            if from - self.pos > HEAD_MAX {
                return Err(broken("too long a line"));
            }
            if !self.more()? {
                return Err(Failure::Lost("the connection was closed".into()));
            }
        }
    }

    fn take(&mut self, count: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        while self.bytes.len() - self.pos < count {
            if !self.more()? {
                return Err(Failure::Lost(
                    "the connection was closed inside the body".into(),
                ));
            }
        }
        out.extend_from_slice(&self.bytes[self.pos..self.pos + count]);
        self.pos += count;
        Ok(())
    }
}
