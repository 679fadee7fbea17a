//! TLS to an https endpoint: certificate and host are always checked.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// A connection that speaks TLS.
pub(super) type Stream = StreamOwned<ClientConnection, TcpStream>;

/// Whom to trust: the certificates in a PEM file, else Mozilla's list.
pub(super) fn config(ca_bundle: Option<&str>) -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    match ca_bundle {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let unreadable = |why: String| format!("the certificates in {file}: {why}");
            let found = CertificateDer::pem_file_iter(file);
            for certificate in found.map_err(|error| unreadable(error.to_string()))? {
                let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
                roots
                    .add(certificate)
                    .map_err(|error| unreadable(error.to_string()))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.map_err(|error| error.to_string())?;
    Ok(Arc::new(
        config.with_root_certificates(roots).with_no_client_auth(),
    ))
}

/// Reads without writing first: an answer counts even where nothing can be sent any more.
pub(super) fn read(stream: &mut Stream, buffer: &mut [u8]) -> Result<usize, std::io::Error> {
    loop {
        match stream.conn.reader().read(buffer) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                stream.conn.read_tls(&mut stream.sock)?;
                let taken_in = stream.conn.process_new_packets();
                taken_in.map_err(std::io::Error::other)?;
            }
            read => return read,
        }
    }
}

/// Shakes hands; fails before a byte of a request is sent.
pub(super) fn connect(
    config: &Arc<ClientConfig>,
    host: &str,
    mut socket: TcpStream,
) -> Result<Stream, std::io::Error> {
    let name = ServerName::try_from(host.to_string()).map_err(std::io::Error::other)?;
    let mut connection =
        ClientConnection::new(Arc::clone(config), name).map_err(std::io::Error::other)?;
    while connection.is_handshaking() {
        connection.complete_io(&mut socket)?;
    }
    Ok(StreamOwned::new(connection, socket))
}
