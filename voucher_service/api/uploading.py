"""A multipart body is read piece by piece: one file into the home, and a few words."""

import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from voucher_service.api.problems import (
    MalformedRequest,
    UnsupportedMedia,
    UnusableParameters,
)
from voucher_service.api.validation import SUMMARY
from voucher_service.model.reports import ProblemError
from voucher_service.model.text import Text
from voucher_service.usecases.take_upload import Upload

FILE = "file"
WORDS = ("profile", "dry_run")
LONGEST_WORD = 256
LONGEST_NAME = 200

CUT_SHORT = Text(
    zh="请求不完整或不符合 multipart/form-data 格式，文件未接收",
    en="The request is cut short or is no multipart/form-data; no file was taken in",
)
SEND_AGAIN = Text(zh="请重新发送", en="Send it again")
NOT_MULTIPART = Text(
    zh="请以 multipart/form-data 发送，文件放在名为 file 的部分",
    en="Send multipart/form-data with the file in a part named file",
)
WITH_CURL = Text(
    zh="例如 curl -F file=@文件名", en="with curl, for example: curl -F file=@FILENAME"
)
NO_FILE = Text(
    zh="请求中没有文件，请在名为 file 的部分放入一个文件",
    en="The request holds no file: put one into a part named file",
)
TWO_FILES = Text(
    zh="一次请求只能发送一个文件，请逐个发送",
    en="A request takes one file: send them one by one",
)
UNKNOWN_PART = Text(
    zh="没有名为 {name} 的部分，可用：file、profile、dry_run",
    en="There is no part {name}; valid parts: file, profile, dry_run",
)
REPEATED_PART = Text(
    zh="{name} 只能出现一次", en="The part {name} may be given only once"
)
LONG_WORD = Text(zh="{name} 的值过长", en="The value of {name} is too long")
YES_OR_NO = Text(zh="dry_run 只能是 true 或 false", en="dry_run is true or false")


@dataclass
class Form:
    """What a multipart body held beside the bytes of its file."""

    file_name: str | None = None
    words: dict[str, str] = field(default_factory=dict)

    @property
    def dry_run(self) -> bool:
        """Tell whether a dry run was asked for. Raises UnusableParameters."""
        said = self.words.get("dry_run") or "false"
        if said not in {"true", "false"}:
            raise bad_part("dry_run", YES_OR_NO, ("true", "false"))
        return said == "true"


async def read_form(request: Request, upload: Upload, most: int) -> Form:
    """Read a request's body, its one file going into the upload as it comes.

    ``most`` bounds the body as a whole. Raises UnsupportedMedia, MalformedRequest,
    UnusableParameters for parts that are missing, repeated or unknown, and what the
    upload raises, each as soon as it is known.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise UnsupportedMedia(NOT_MULTIPART, remedy=WITH_CURL)
    try:
        reader = _Reader(upload, boundary, most)
        async for piece in _pieces(request):
            await run_in_threadpool(reader.feed, piece)
    except (FormParserError, ClientDisconnect) as error:
        raise MalformedRequest(CUT_SHORT, remedy=SEND_AGAIN) from error
    return reader.end()


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    async for piece in request.stream():
        if piece:
            yield piece


class _Reader:
    """Takes a body's parts apart as they come."""

    def __init__(self, upload: Upload, boundary: bytes, most: int) -> None:
        self._upload = upload
        self._left = most
        self._form = Form()
        self._header = b""
        self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._part = ""
        self._word = b""
        self._over = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._name_header,
                "on_header_value": self._value_header,
                "on_header_end": self._end_header,
                "on_headers_finished": self._open,
                "on_part_data": self._take,
                "on_part_end": self._close,
                "on_end": self._end,
            },
        )

    def feed(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            self._upload.refuse()
        if not self._over:
            self._parser.write(piece)

    def end(self) -> Form:
        if not self._over:
            raise MalformedRequest(CUT_SHORT, remedy=SEND_AGAIN)
        if self._form.file_name is None:
            raise bad_part(FILE, NO_FILE)
        return self._form

    def _begin(self) -> None:
        self._headers = {}
        self._word = b""

    def _name_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _value_header(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        self._part = _text(options.get(b"name", b""))
        if self._part == FILE:
            if self._form.file_name is not None:
                raise bad_part(FILE, TWO_FILES)
            self._form.file_name = plain_name(_text(options.get(b"filename", b"")))
        elif self._part not in WORDS:
            shown = self._part[:64]
            raise bad_part(shown, UNKNOWN_PART.filled(name=shown), (FILE, *WORDS))
        elif self._part in self._form.words:
            raise bad_part(self._part, REPEATED_PART.filled(name=self._part))

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._part == FILE:
            self._upload.write(data[start:end])
        elif len(self._word) + end - start > LONGEST_WORD:
            raise bad_part(self._part, LONG_WORD.filled(name=self._part))
        else:
            self._word += data[start:end]

    def _close(self) -> None:
        if self._part != FILE:
            self._form.words[self._part] = _text(self._word).strip()

    def _end(self) -> None:
        self._over = True


def bad_part(
    name: str, message: Text, choices: tuple[str, ...] = ()
) -> UnusableParameters:
    """Say what is wrong with a part of the body."""
    told = ProblemError(field=name, message=message, choices=choices)
    said = SUMMARY.filled(names=name)
    return UnusableParameters(
        Text(zh=f"{said.zh}：{message.zh}", en=f"{said.en}. {message.en}"),
        faults=(told,),
    )


def plain_name(given: str) -> str:
    """Give a file's name without folders, signs that cannot be seen, and excess."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return seen[-LONGEST_NAME:] or "upload"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
