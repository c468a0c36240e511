"""What a dealer is told of a file that did not land wholly, in Chinese."""

from voucher_service.model.reasons import reason_text
from voucher_service.model.reports import JsonObject

_BOM = b"\xef\xbb\xbf"


def letter(report: JsonObject, workbook: str | None) -> bytes:
    """Write to the sender of a file: what became of it, why, and what to do.

    ``workbook`` is the name of the workbook with its rejected rows, if there is one.
    """
    lines = [f"文件：{report['file']}"]
    if report.get("delivery_id"):
        lines.append(f"回执编号：{report['delivery_id']}")
    lines += _unread(report) if report["error"] else _read(report, workbook)
    return _BOM + "".join(f"{line}\r\n" for line in lines).encode()


def _unread(report: JsonObject) -> list[str]:
    lines = ["结果：未接收", f"原因：{report['error']['zh']}"]
    return lines + ([f"处理：{report['remedy']['zh']}"] if report["remedy"] else [])


def _read(report: JsonObject, workbook: str | None) -> list[str]:
    lines = [
        f"结果：共 {report['rows']} 行，接收 {report['accepted']} 行，"
        f"与此前相同 {report['unchanged']} 行，拒收 {report['refused']} 行，"
        f"待核对 {report['review']} 行"
    ]
    if report["synthetic"]:
        lines.append("说明：本文件含合成数据")
    if report["reasons"]:
        lines.append("原因：")
    for code, count in sorted(report["reasons"].items(), key=lambda item: -item[1]):
        text = reason_text(code)
        lines.append(f"  {text.sentence.zh}（{count} 行）。{text.remedy.zh}。")
    if workbook:
        lines.append(f"处理：打开 {workbook}，在着色单元格中更正后将该文件原样发回")
    elif not report["rows"]:
        lines.append("处理：文件中没有数据行，请核对后重新发送")
    return lines
