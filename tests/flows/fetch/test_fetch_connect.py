"""Connections: TLS is for the name, and a proxy does not open what is closed."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from storage.errors import AddressRefused, FetchError

LOOPBACK = FetchOptions(
    pause=timedelta(0), respect_robots=False, allow_private=(ip_network("127.0.0.0/8"), ip_network("::1"))
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost` that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + built.public_bytes(Encoding.PEM))
    return path


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def fetch_over_tls(host: str, certificate: Path) -> bytes:
    async def run() -> bytes:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(LOOPBACK) as fetcher:
            return (await fetcher.fetch(f"https://{host}:{port}/")).body

    return asyncio.run(run())


def trust(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr("httpx.create_ssl_context", lambda **_: context)


def test_tls_is_for_the_name_though_the_connection_is_to_the_address(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    trust(monkeypatch, certificate)
    assert fetch_over_tls("localhost", certificate) == b"ok"


def test_a_certificate_for_another_name_is_refused(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    trust(monkeypatch, certificate)
    with pytest.raises(FetchError, match="certificate"):
        fetch_over_tls("127.0.0.1", certificate)


def test_a_certificate_that_nobody_signed_is_refused(certificate: Path) -> None:
    with pytest.raises(FetchError, match="self-signed certificate"):
        fetch_over_tls("localhost", certificate)


def fetch_by_proxy(url: str) -> bytes:
    async def run() -> bytes:
        proxy = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = proxy.sockets[0].getsockname()[1]
        options = FetchOptions(pause=timedelta(0), respect_robots=False, proxy=f"http://127.0.0.1:{port}")
        async with proxy, Fetcher(options) as fetcher:
            return (await fetcher.fetch(url)).body

    return asyncio.run(run())


def test_the_operators_proxy_may_be_private() -> None:
    assert fetch_by_proxy("http://news.invalid/") == b"ok"


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://localhost/", "http://[::ffff:10.0.0.1]/"]
)
def test_a_proxy_does_not_open_private_addresses(url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch_by_proxy(url)


def test_the_environments_proxies_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    async def run() -> bytes:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(LOOPBACK) as fetcher:
            return (await fetcher.fetch(f"http://127.0.0.1:{port}/")).body

    assert asyncio.run(run()) == b"ok"
