"""A bulletin as one HTML file: nothing is fetched, and it prints on A4."""

from base64 import b64encode
from html import escape

from voucher_service.bulletin.content import (
    Block,
    Bulletin,
    Heading,
    Paragraph,
    Picture,
    Runs,
    Table,
)
from voucher_service.model.text import Language

_STYLE = """
:root{color-scheme:light dark;--ink:#1f2933;--paper:#fff;--line:#9aa5b1;--mark:#b34700}
@media (prefers-color-scheme:dark){
:root{--ink:#e4e7eb;--paper:#15202b;--line:#52606d;--mark:#ff8a50}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:1.0625rem/1.8 FangSong,STFangsong,"Noto Serif CJK SC","Songti SC",serif}
:lang(en){font-family:"Times New Roman","Noto Serif",serif}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font:700 1.6rem/1.4 SimSun,"Noto Serif CJK SC","Songti SC",serif;text-align:center;
margin:.5rem 0}
h2,h3{font-family:SimHei,"Noto Sans CJK SC","PingFang SC",sans-serif;line-height:1.4}
h2{font-size:1.25rem;margin:2rem 0 .5rem}h3{font-size:1.0625rem;margin:1.25rem 0 .25rem}
.byline{text-align:center;margin:0 0 1rem}
.mark{color:var(--mark);border:1px solid;padding:.1em .5em;font-weight:700;
display:inline-block}
h1 .mark{font-size:.6em;vertical-align:middle}
.head{display:flex;flex-wrap:wrap;gap:.5rem;justify-content:space-between;
border-bottom:1px solid var(--line);font-size:.875rem}
p{margin:.4rem 0}p.body:lang(zh),p.item:lang(zh){text-indent:2em}
p.remark{font-size:.9375rem;margin:.2rem 0}
figure{margin:1.25rem 0;break-inside:avoid}figure img{width:100%;height:auto;
background:#fff}
figcaption,caption{font-size:.9375rem;font-weight:700;text-align:center;padding:.25rem}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4}
th,td{border:1px solid var(--line);padding:.2rem .45rem;text-align:left}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td:not(.n){min-width:6em}tr.sum td{font-weight:700}
sup{line-height:0}sup a{padding:0 .15em}
a{color:inherit}ol.notes{font-size:.875rem;line-height:1.6;padding-left:2em}
@media screen and (max-width:40rem){main{padding:1rem .75rem 2rem}
.wide table{width:max-content;min-width:100%}
td:not(.n){min-width:9em;max-width:16em}
figure .wide img{width:37.5rem;max-width:none}}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@media print{main{max-width:none;padding:0}
.new{break-before:page}.wide{overflow:visible}
tr{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}}
"""
_LANGUAGE = {Language.ZH: "zh-CN", Language.EN: "en"}


def as_page(bulletin: Bulletin) -> bytes:
    """Write a bulletin as a page that stands alone, its pictures inside."""
    number = {note: n for n, note in enumerate(bulletin.notes, 1)}
    written: set[int] = set()
    body = "\n".join(_block(block, number, written) for block in bulletin.blocks)
    mark = f'<span class="mark">{escape(bulletin.mark)}</span>' if bulletin.mark else ""
    shown_mark = f" {mark}" if mark else ""
    notes = "\n".join(
        f'<li id="note-{n}">{escape(note)} '
        f'<a href="#from-{n}" aria-label="{n} ↩">↩</a></li>'
        for note, n in number.items()
    )
    page = f"""<!doctype html>
<html lang="{_LANGUAGE[bulletin.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{escape(bulletin.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<div class="head"><span>{escape(bulletin.running_head)}</span>{mark}</div>
<h1>{escape(bulletin.title)}{shown_mark}</h1>
<p class="byline">{escape(bulletin.byline)}</p>
{body}
<h2>{escape(bulletin.labels.notes)}</h2>
<ol class="notes">
{notes}
</ol>
</main>
</body>
</html>
"""
    return page.encode()


def _block(block: Block, number: dict[str, int], written: set[int]) -> str:
    match block:
        case Heading(text=text, level=level, new_page=new_page):
            kind = ' class="new"' if new_page else ""
            return f"<h{level + 1}{kind}>{escape(text)}</h{level + 1}>"
        case Paragraph(runs=runs, manner=manner):
            return f'<p class="{manner.value}">{_line(runs, number, written)}</p>'
        case Picture():
            return _figure(block, _line(block.caption, number, written))
        case Table():
            return _table(block, _line(block.caption, number, written))


def _figure(picture: Picture, caption: str) -> str:
    shown = f"<p>{escape(picture.instead)}</p>"
    if picture.image is not None:
        body = b64encode(picture.image.body).decode()
        shown = (
            f'<div class="wide" tabindex="0"><img alt="{escape(picture.description)}" '
            f'src="data:{picture.image.media_type};base64,{body}"></div>'
        )
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _table(table: Table, caption: str) -> str:
    kinds = [' class="n"' if column.numbers else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(column.name)}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    rows = []
    for place, row in enumerate(table.rows, 1):
        cells = "".join(
            f"<td{kind}>{escape(cell)}</td>"
            for cell, kind in zip(row, kinds, strict=True)
        )
        summed = table.summed and place == len(table.rows)
        kind = ' class="sum"' if summed else ""
        rows.append(f"<tr{kind}>{cells}</tr>")
    lines = "\n".join(rows)
    return (
        f'<div class="wide" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody></table></div>"
    )


def _line(runs: Runs, number: dict[str, int], written: set[int]) -> str:
    said = []
    for run in runs:
        text = escape(run.text)
        said.append(f"<strong>{text}</strong>" if run.strong else text)
        if run.note:
            said.append(_mention(number[run.note], written))
    return "".join(said)


def _mention(n: int, written: set[int]) -> str:
    """Give a link to a note; its first mention is where the note leads back to."""
    place = "" if n in written else f' id="from-{n}"'
    written.add(n)
    return f'&#8288;<sup><a{place} href="#note-{n}">{n}</a></sup>'
