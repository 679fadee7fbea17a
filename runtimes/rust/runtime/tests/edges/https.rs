//! The Invoke client over TLS: it talks to the host it means, certified by whom it trusts, or to nobody.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use peercontract::{Bridge, Invoke};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::invoke::{keys, soon};
use crate::server::{Reply, Server, TOO_LONG, response};

/// A fresh authority: its certificate as a PEM file, and a server certified for `host`.
pub(crate) fn certified(host: &str) -> (PathBuf, Server) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_string()]).unwrap();
    let certificate = params.signed_by(&key, &authority).unwrap();
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let server = Server::tls(Arc::new(config), |_, seen| {
        let status = if seen.body.is_empty() { "413" } else { "200" };
        Reply::Bytes(response(status, "", "1"))
    });
    let file = format!(
        "peercontract-{}-{}.pem",
        std::process::id(),
        server.address.port()
    );
    let file = std::env::temp_dir().join(file);
    std::fs::write(&file, authority.pem()).unwrap();
    (file, server)
}

pub(crate) fn url(server: &Server) -> String {
    format!("https://localhost:{}", server.address.port())
}

fn bridge(server: &Server, ca: &Path) -> Invoke {
    let bridge = Invoke::new(&url(server), "us-east-1", "", keys()).unwrap();
    bridge.with_ca_bundle(ca.to_str().unwrap())
}

#[test]
fn a_certified_host_is_called_on_one_connection() {
    let (ca, server) = certified("localhost");
    let bridge = bridge(&server, &ca);
    for _ in 0..3 {
        assert_eq!(bridge.send("rs", b"{}", soon(5000)).unwrap().payload, b"1");
    }
    let connections: Vec<usize> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(
        connections,
        [0, 0, 0],
        "session tickets are no reason to connect anew"
    );
    std::fs::remove_file(ca).unwrap();
}

#[test]
fn an_answer_that_comes_before_the_request_is_out_counts() {
    let (ca, server) = certified("localhost");
    for _ in 0..20 {
        let result = bridge(&server, &ca).send("rs", &vec![b'1'; TOO_LONG], soon(5000));
        assert_eq!(result.unwrap_err().code, "PC3005");
    }
    std::fs::remove_file(ca).unwrap();
}

#[test]
fn nothing_is_sent_to_a_host_with_another_name() {
    let (ca, server) = certified("other.example");
    let error = bridge(&server, &ca)
        .send("rs", b"secret", soon(5000))
        .unwrap_err();
    assert_eq!((&*error.code, server.seen().len()), ("PC3006", 0));
    assert!(error.message.contains("certificate"), "{error}");
    std::fs::remove_file(ca).unwrap();
}

#[test]
fn nothing_is_sent_to_a_host_that_nobody_trusted_certifies() {
    let (ca, server) = certified("localhost");
    let (other, _other) = certified("localhost");
    for bridge in [
        bridge(&server, &other),
        Invoke::new(&url(&server), "us-east-1", "", keys()).unwrap(),
    ] {
        let error = bridge.send("rs", b"secret", soon(5000)).unwrap_err();
        assert_eq!((&*error.code, server.seen().len()), ("PC3006", 0));
    }
    for file in [ca, other] {
        std::fs::remove_file(file).unwrap();
    }
}
