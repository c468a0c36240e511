"""Texts that people type are left out of a publication where they may name somebody.

Which they are is asked once of every distinct text, so that a sale costs a look-up.
"""

from voucher_service.store.queries import Connection, quoted

_WIDE = "".join(chr(sign) for sign in range(0xFF01, 0xFF5F))
_NARROW = "".join(chr(sign) for sign in range(0x21, 0x7F))
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁"
_CUES = (
    *("姓名", "联系人", "经办", "购车人", "购买人", "购买方", "买受人", "买方"),
    *("车主", "机主", "持券人", "持卡人", "领券人", "领取人", "收款人", "付款人"),
    *("申请人", "代办人", "委托人", "负责人", "法定代表", "法人", "个体户", "被保险人"),
    *("身份证", "证件", "护照", "电话", "手机", "联系方式", "微信", "邮箱", "车牌"),
    *("牌照", "号牌", "先生", "女士", "小姐", "某"),
)
"""Words after or before which people stand, and their numbers."""
_OF_SIGNS = (
    r"[\p{N}零一二三四五六七八九]{7}",  # phones, accounts, IDs in any signs
    r"[A-HJ-NPR-Z0-9]{13}[0-9]{4}",  # VINs
    rf"[{_PROVINCES}][A-Z][DF]?[0-9]{{5}}|新[A-Z][DF]?[0-9]{{5}}",  # plates
    "|".join(_CUES),
)
"""What may not stand among the letters and digits of a text, all else taken away."""
_OF_THE_WHOLE = (
    r"[*∗✱⁎﹡※●○◯■□█▓▇◆]",  # what was masked of somebody
    r"[•·#_]{2}|[0-9]{3}[•·#_?][0-9]{3}",
    r"[0-9][X?]{3}|[X?]{3}[0-9]|\p{Han}X{2}",
    r"(^|[^0-9])[×✕✖╳]|[×✕✖╳]($|[^0-9])",
    r"[0-9]{2}[^\p{L}\p{N}\s]{3,}[0-9]{2}",
    rf"(^|[^\p{{Han}}])[{_PROVINCES}][A-Z][·.\s-]?[0-9A-Z]{{5}}",
    r"@|\b(MR|MRS|MS|TEL|PHONE)\b",
    r"(^|[^0-9A-Z])[A-HJ-NPR-Z0-9]{17}($|[^0-9A-Z])",
)
"""What may not stand in a text as it was typed, in capitals and narrow signs."""
_ID = (
    r"^1[3-9][0-9]{9}$|^[0-9]{15}$"
    r"|^[1-9][0-9]{5}(18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]$"
    r"|^[A-HJ-NPR-Z0-9]{13}[0-9]{4}$"
)
"""A dealer's id that is a phone, a person's ID or a VIN; credit codes are public."""
_HIDDEN = f"""
CREATE OR REPLACE TEMP TABLE hidden_texts AS
WITH typed AS (
    SELECT district AS words FROM sale_versions
    UNION SELECT brand FROM sale_versions
    UNION SELECT model FROM sale_versions
    UNION SELECT station FROM write_requests
    UNION SELECT name FROM dealer_versions
    UNION SELECT district FROM dealer_versions
), plain AS (
    SELECT words, upper(translate(words, {quoted(_WIDE)}, {quoted(_NARROW)})) AS whole
    FROM typed WHERE words IS NOT NULL
)
SELECT words FROM plain
WHERE regexp_matches(whole, {quoted("|".join(_OF_THE_WHOLE))})
   OR regexp_matches(regexp_replace(whole, '[^\\p{{L}}\\p{{N}}]+', '', 'g'),
                     {quoted("|".join(_OF_SIGNS))})
"""
_HIDDEN_IDS = f"""
CREATE OR REPLACE TEMP TABLE hidden_ids AS
SELECT dealer_id FROM dealer_versions
WHERE regexp_matches(upper(dealer_id), {quoted(_ID)}) GROUP BY dealer_id
"""
_MACROS = (
    "CREATE OR REPLACE TEMP MACRO published_text(words) AS"
    " CASE WHEN words NOT IN (FROM hidden_texts) THEN words END",
    "CREATE OR REPLACE TEMP MACRO published_dealer(id) AS"
    " CASE WHEN id IN (FROM hidden_ids)"
    " THEN 'd' || substr(md5(getvariable('sale_key') || id), 1, 16) ELSE id END",
)


def hide_texts(cursor: Connection) -> None:
    """Find the texts that are left out, and give the statements macros for them.

    ``published_text`` gives a text, or null for one that may name somebody;
    ``published_dealer`` a dealer's id, or another that stands for it.
    """
    for statement in (_HIDDEN, _HIDDEN_IDS, *_MACROS):
        cursor.execute(statement)
