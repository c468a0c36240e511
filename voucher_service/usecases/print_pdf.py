"""A bulletin is set as PDF by Typst, in the Chinese fonts this machine has."""

from functools import lru_cache

from voucher_service.bulletin.content import Bulletin
from voucher_service.bulletin.typeset import Typefaces, as_typst
from voucher_service.model.errors import ToolMissing
from voucher_service.model.text import Text

_ACCESSIBLE = "ua-1"  # tagged: a screen reader tells headings, tables, pictures
_LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
_SONG = (
    *("SimSun", "STSong", "Songti SC", "Source Han Serif SC", "Source Han Serif CN"),
    *("Noto Serif CJK SC", "Noto Serif SC", "AR PL UMing CN"),
)
_HEI = (
    *("SimHei", "STHeiti", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC"),
    *("Source Han Sans CN", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei"),
)
_FANGSONG = ("FangSong", "FangSong_GB2312", "STFangsong")
_KAI = ("KaiTi", "KaiTi_GB2312", "STKaiti", "AR PL UKai CN")


def print_pdf(bulletin: Bulletin) -> bytes:
    """Give a bulletin as PDF (PDF/UA-1), the same bytes each time on one machine.

    Raises ToolMissing where no Chinese font is found: pages of empty boxes help nobody.
    """
    import typst

    files = as_typst(bulletin, choose_faces(_families()))
    when = int(bulletin.known_at.timestamp())
    pdf = typst.compile(  # type: ignore[call-overload]  # files by name are taken too
        files, format="pdf", timestamp=when, pdf_standards=_ACCESSIBLE
    )
    assert isinstance(pdf, bytes)
    return pdf


def choose_faces(families: frozenset[str]) -> Typefaces:
    """Choose among the families of a machine, near to what offices use (GB/T 9704).

    Raises ToolMissing where none of them has Chinese.
    """

    def found(*wanted: str) -> tuple[str, ...]:
        return tuple(name for name in wanted if name in families)

    if not found(*_SONG, *_HEI, *_FANGSONG, *_KAI):
        raise ToolMissing(
            Text(
                zh="生成 PDF 需要本机安装中文字体，目前没有找到",
                en="a PDF needs a Chinese font on this machine, and none was found",
            ),
            remedy=Text(
                zh="执行 apt-get install fonts-noto-cjk；docx、html、md 格式不需要",
                en="run apt-get install fonts-noto-cjk; docx, html and md need none",
            ),
        )
    song, hei = found(*_SONG, *_HEI), found(*_HEI, *_SONG)
    return Typefaces(
        latin=found(*_LATIN),
        display=(*found("FZXiaoBiaoSong-B05S"), *song),
        heading=hei,
        lesser=(*found(*_KAI), *song),
        body=(*found(*_FANGSONG), *song),
    )


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    """Give the font families of this machine, and those that come with Typst."""
    import typst

    return frozenset(typst.Fonts().families())
