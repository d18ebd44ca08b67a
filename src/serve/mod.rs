//! The preview server: pages from memory, loaded again by server-sent events when the book is
//! built anew. While the book has errors, the last good pages stay and the errors show on them.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use crate::error::Error;
use crate::path;
use crate::pipeline::{File, Output};

/// The policy that every page is served under; hosts are asked to send the same.
pub const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types keyward";

/// Addresses of the server's own, which no page can have.
const OWN: &str = "/__keyward/";

const RELOAD: &str = include_str!("reload.js");

/// What the server shows.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The last good site.
    pub output: Arc<Output>,
    /// Counts the good sites.
    pub version: u64,
    /// What is wrong with the book as it is now.
    pub problems: Vec<String>,
}

/// Where to listen.
#[derive(Debug, Clone)]
pub struct Address {
    /// Host name or IP address.
    pub host: String,
    /// Port.
    pub port: u16,
}

#[derive(Serialize)]
struct Told<'a> {
    version: u64,
    problems: &'a [String],
}

#[derive(Clone)]
struct Shared {
    snapshots: watch::Receiver<Snapshot>,
    host: Arc<str>,
}

/// Opens the server's door, so that a taken port is told before anything is built.
pub async fn listen(address: &Address) -> Result<TcpListener, Error> {
    TcpListener::bind((address.host.as_str(), address.port))
        .await
        .map_err(|source| Error::Serve {
            address: format!("{}:{}", address.host, address.port),
            source,
        })
}

/// Serves until the process ends.
pub async fn run(
    listener: TcpListener,
    host: &str,
    snapshots: watch::Receiver<Snapshot>,
) -> std::io::Result<()> {
    let shared = Shared {
        snapshots,
        host: host.into(),
    };
    let router = Router::new().fallback(answer).with_state(shared);
    axum::serve(listener, router).await
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let mut response = answer_to(&shared, &request);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn answer_to(shared: &Shared, request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow, "GET and HEAD only\n").into_response();
    }
    if !is_welcome(request.headers(), &shared.host) {
        return (
            StatusCode::FORBIDDEN,
            "this preview answers its own address only\n",
        )
            .into_response();
    }
    let asked = request.uri().path();
    if let Some(own) = asked.strip_prefix(OWN) {
        return match own {
            "reload.js" => typed("text/javascript; charset=utf-8", RELOAD.as_bytes().to_vec()),
            "events" => events(shared).into_response(),
            _ => StatusCode::NOT_FOUND.into_response(),
        };
    }
    let snapshot = shared.snapshots.borrow().clone();
    page(&snapshot, asked)
}

/// Whether a request comes to this server by its own name, and from one of its own pages. A page
/// of another site must not read the preview, not even by a name that leads to this machine.
fn is_welcome(headers: &HeaderMap, host: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = |authority: &str| {
        let name = host_of(authority).to_ascii_lowercase();
        let loopback = name == "localhost" || name.ends_with(".localhost");
        let name = name.as_str();
        loopback
            || name.eq_ignore_ascii_case(host)
            || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
    };
    // Who listens on every address has asked to be reached by any name.
    if host.parse::<IpAddr>().is_ok_and(|ip| ip.is_unspecified())
        && !headers.contains_key(header::ORIGIN)
    {
        return headers.contains_key(header::HOST);
    }
    let host_fits = text(header::HOST).is_some_and(is_ours);
    let origin_fits = match text(header::ORIGIN) {
        None => !headers.contains_key(header::ORIGIN),
        Some(origin) => origin
            .split_once("://")
            .is_some_and(|(_, authority)| is_ours(authority)),
    };
    host_fits && origin_fits
}

/// A host and port without its port.
fn host_of(authority: &str) -> &str {
    match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => &authority[..at],
        _ => authority,
    }
}

fn page(snapshot: &Snapshot, asked: &str) -> Response {
    let decoded = path::decode(asked.trim_start_matches('/'));
    let hidden = |part: &str| part.starts_with('.') || part.contains(['\\', '\0']);
    if decoded.split('/').any(hidden) {
        return not_found(snapshot);
    }
    let is_folder = decoded.is_empty() || decoded.ends_with('/');
    let address = if is_folder {
        format!("{decoded}index.html")
    } else {
        decoded
    };
    match snapshot.output.get(&address) {
        Some(file) => file_response(snapshot, &address, file, StatusCode::OK),
        None if !is_folder
            && snapshot
                .output
                .contains_key(&format!("{address}/index.html")) =>
        {
            let to = format!("/{}/", path::encode(&address));
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response()
        }
        None => not_found(snapshot),
    }
}

fn not_found(snapshot: &Snapshot) -> Response {
    match snapshot.output.get("404.html") {
        Some(file) => file_response(snapshot, "404.html", file, StatusCode::NOT_FOUND),
        None => {
            let body = with_reload(
                b"<!doctype html><title>Keyward</title><body></body>",
                snapshot.version,
            );
            let mut response = typed("text/html; charset=utf-8", body);
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    }
}

fn file_response(snapshot: &Snapshot, address: &str, file: &File, status: StatusCode) -> Response {
    let bytes = match file {
        File::Bytes(bytes) => bytes.to_vec(),
        File::Asset(asset) => match std::fs::read(&asset.path) {
            Ok(bytes) => bytes,
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let mime = mime_guess::from_path(address).first_or_octet_stream();
    let (mime, bytes) = match mime.essence_str() {
        "text/html" => (
            "text/html; charset=utf-8".to_owned(),
            with_reload(&bytes, snapshot.version),
        ),
        text if text.starts_with("text/") => (format!("{text}; charset=utf-8"), bytes),
        other => (other.to_owned(), bytes),
    };
    let mut response = typed(&mime, bytes);
    *response.status_mut() = status;
    response
}

fn typed(mime: &str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, mime.to_owned())], bytes).into_response()
}

/// A page with the script that follows the server.
fn with_reload(html: &[u8], version: u64) -> Vec<u8> {
    let script = format!("<script src=\"{OWN}reload.js?v={version}\" defer></script>");
    let at = html
        .windows(7)
        .rposition(|window| window == b"</body>")
        .unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

fn events(
    shared: &Shared,
) -> Sse<impl tokio_stream::Stream<Item = Result<Event, Infallible>> + use<>> {
    let stream = WatchStream::new(shared.snapshots.clone()).map(|snapshot| {
        let told = Told {
            version: snapshot.version,
            problems: &snapshot.problems,
        };
        let data = serde_json::to_string(&told).expect("numbers and texts are JSON");
        Ok(Event::default().data(data))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// The address that a browser on this machine can open.
pub fn url(listener: &TcpListener) -> String {
    match listener.local_addr() {
        Ok(SocketAddr::V4(address)) if address.ip().is_unspecified() => {
            format!("http://127.0.0.1:{}/", address.port())
        }
        Ok(address) => format!("http://{address}/"),
        Err(_) => "http://127.0.0.1/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn welcome(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        is_welcome(&headers, "127.0.0.1")
    }

    #[test]
    fn only_the_servers_own_names_are_answered() {
        assert!(welcome("127.0.0.1:3000", None));
        assert!(welcome("localhost:3000", Some("http://localhost:3000")));
        assert!(welcome("[::1]:3000", None));
        assert!(!welcome("evil.example:3000", None));
        assert!(!welcome("127.0.0.1:3000", Some("https://evil.example")));
        assert!(!welcome("127.0.0.1:3000", Some("null")));
        assert!(welcome("LOCALHOST:3000", None));
    }

    #[test]
    fn the_script_goes_before_the_end_of_the_body() {
        let html = with_reload(b"<body>x</body></html>", 3);
        assert_eq!(
            String::from_utf8(html).unwrap(),
            "<body>x<script src=\"/__keyward/reload.js?v=3\" defer></script></body></html>"
        );
    }
}
