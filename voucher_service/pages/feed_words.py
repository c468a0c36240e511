"""The words of the pages on which files are sent and their receipts are read."""

from voucher_service.model.text import Text

FEED_WORDS: dict[str, Text] = {
    # moving about
    "feeds": Text(zh="报送文件", en="Send files"),
    "feeds_history": Text(zh="收件历史", en="Deliveries"),
    # sending
    "send_title": Text(zh="报送文件", en="Send files"),
    "send_lead": Text(
        zh="选择文件后先作预检，列明每一行会如何处理；点“确认入库”之前不写入任何数据。",
        en="Each file is checked first and told row by row; nothing is stored before "
        "you confirm.",
    ),
    "send_lead_dealer": Text(
        zh="仅可报送本店销售；其他经销商的行将被退回。",
        en="Send your own sales alone: rows of other dealers are refused.",
    ),
    "drop_here": Text(
        zh="将文件拖到此处，或点击选择文件", en="Drop files here, or click to choose"
    ),
    "drop_help": Text(
        zh="可一次选多个：Excel（.xlsx、.xls）、CSV、JSON、Parquet，或其压缩包；"
        "单个文件不超过 {most}。",
        en="Several at once: Excel (.xlsx, .xls), CSV, JSON, Parquet, packed or not; "
        "{most} a file at most.",
    ),
    "profile": Text(zh="读取方案", en="Profile"),
    "files_chosen": Text(zh="已选文件", en="Files chosen"),
    "land_all": Text(zh="全部确认入库", en="Confirm all"),
    "clear_all": Text(zh="清空列表", en="Clear the list"),
    "send_needs_script": Text(
        zh="本页需要启用 JavaScript。未启用时，请通过接口 POST /v1/feeds 报送，"
        "或请运维人员用命令 voucher-service ingest 收件。",
        en="This page needs JavaScript. Without it send files to POST /v1/feeds, or "
        "have the operator run voucher-service ingest.",
    ),
    # a file on its way
    "state_waiting": Text(zh="等待预检", en="Waiting"),
    "state_sending": Text(zh="上传中", en="Sending"),
    "state_checking": Text(zh="预检中", en="Checking"),
    "state_landing": Text(zh="入库中", en="Landing"),
    "state_previewed": Text(
        zh="预检完成，尚未入库", en="Checked; nothing is stored yet"
    ),
    "state_landed": Text(zh="已入库", en="Landed"),
    "state_duplicate": Text(
        zh="重复文件，此前已收到，未作改动",
        en="A duplicate: it came before; nothing changed",
    ),
    "state_unreadable": Text(zh="无法读取", en="Unreadable"),
    "state_failed": Text(zh="未完成", en="Not done"),
    "land": Text(zh="确认入库", en="Confirm"),
    "remove": Text(zh="移除", en="Remove"),
    "remove_file": Text(zh="移除 {file}", en="Remove {file}"),
    "check_again": Text(zh="重试", en="Try again"),
    "too_large": Text(
        zh="文件超过 {most}，请拆分后再报送。",
        en="The file is over {most}: split it first.",
    ),
    "unexpected": Text(
        zh="服务的应答无法识别，请稍后重试。",
        en="The service's answer makes no sense; try again later.",
    ),
    # what became of the rows
    "rows": Text(zh="数据行", en="Rows"),
    "accepted": Text(zh="入库", en="Accepted"),
    "accepted_preview": Text(zh="将入库", en="Would land"),
    "unchanged": Text(zh="已有且未变", en="Unchanged"),
    "refused": Text(zh="退回", en="Refused"),
    "review": Text(zh="待人工核实", en="For review"),
    "kind_sales": Text(zh="销售明细", en="sales"),
    "kind_dealers": Text(zh="经销商名录", en="dealer register"),
    "kind_unreadable": Text(zh="无法读取", en="unreadable"),
    "reasons": Text(zh="退回和待核实的原因", en="Why rows were refused or held"),
    "rows_count": Text(zh="{count} 行", en="{count} rows"),
    "places": Text(zh="逐行原因", en="Row by row"),
    "places_first": Text(
        zh="逐行原因（前 {told} 行，共 {all} 行）",
        en="Row by row (the first {told} of {all})",
    ),
    "sheet": Text(zh="工作表", en="Sheet"),
    "row_no": Text(zh="行", en="Row"),
    "column": Text(zh="列", en="Column"),
    "found": Text(zh="原值", en="Found"),
    "found_blank": Text(zh="（空）", en="(empty)"),
    "reason": Text(zh="原因", en="Reason"),
    "remedy": Text(zh="处理办法", en="What mends it"),
    "notes": Text(zh="读取说明", en="Notes on reading"),
    "notes_first": Text(
        zh="读取说明（前 {told} 条，共 {all} 条）",
        en="Notes on reading (the first {told} of {all})",
    ),
    "unknown_headers": Text(
        zh="未识别、未读取的列：", en="Columns that are unknown and were not read: "
    ),
    "skipped_sheets": Text(
        zh="没有可识别表头、未读取的工作表：",
        en="Sheets without a known header, not read: ",
    ),
    "conflicts": Text(
        zh="其中 {count} 笔销售与其他经销商上报的车架号相同，待人工认定。",
        en="{count} of its sales are claimed by another dealer too; a person decides.",
    ),
    "open_receipt": Text(zh="查看回执", en="Receipt"),
    "open_rejects": Text(
        zh="下载退回行（可改正后原样发回）",
        en="Rejected rows as a workbook, to be mended and sent back",
    ),
    "colon": Text(zh="：", en=": "),
    # the history
    "history_title": Text(zh="收件历史", en="Deliveries"),
    "history_lead": Text(
        zh="每次报送均有回执，包括重复和无法读取的文件；新的在前，时间为北京时间。",
        en="Every delivery has its receipt, duplicates and unreadable files too; "
        "newest first, in Beijing time (UTC+8).",
    ),
    "history_lead_dealer": Text(
        zh="此处只列本店自行报送的文件。", en="Only what you sent yourselves is here."
    ),
    "none_sent": Text(zh="没有符合条件的收件记录。", en="No delivery fits."),
    "received_at": Text(zh="收到时间", en="Received"),
    "file": Text(zh="文件", en="File"),
    "sender": Text(zh="报送人", en="Sender"),
    "dealer": Text(zh="经销商编号", en="Dealer"),
    "kind": Text(zh="种类", en="Kind"),
    "outcome": Text(zh="结果", en="Outcome"),
    "any": Text(zh="全部", en="all"),
    "outcome_landed": Text(zh="已入库", en="landed"),
    "outcome_duplicate": Text(zh="重复", en="duplicate"),
    "outcome_unreadable": Text(zh="无法读取", en="unreadable"),
    "from_day": Text(zh="收到日期自", en="From"),
    "to_day": Text(zh="至", en="To"),
    "filter": Text(zh="筛选", en="Filter"),
    "filter_off": Text(zh="清除条件", en="All deliveries"),
    "older": Text(zh="更早的记录", en="Older"),
    "newest": Text(zh="回到最新", en="Newest"),
    "channel_command": Text(zh="命令行", en="command"),
    "channel_http": Text(zh="接口", en="interface"),
    "channel_page": Text(zh="网页", en="page"),
    "channel_watch": Text(zh="收件目录", en="watched folder"),
    # one receipt
    "receipt_title": Text(zh="回执", en="Receipt"),
    "receipt_no": Text(zh="回执编号", en="Receipt no."),
    "feed_no": Text(zh="收件编号", en="Feed no."),
    "format": Text(zh="格式", en="Format"),
    "digest": Text(zh="文件摘要（SHA-256）", en="SHA-256"),
    "landed_at": Text(zh="入库时间", en="Landed"),
    "json": Text(zh="回执（JSON）", en="This receipt (JSON)"),
    "processing": Text(
        zh="正在处理，本页会自动刷新。", en="Being taken in; this page reloads itself."
    ),
    "truncated": Text(
        zh="行数过多，只列前 {told} 行。", en="Too many rows: only the first {told}."
    ),
    "all_well": Text(
        zh="没有退回或待核实的行。", en="No row was refused or held for review."
    ),
}
