"""Faults of a request's parameters, told parameter by parameter."""

from collections.abc import Mapping, Sequence
from typing import Any

from voucher_service.api.problems import UnusableParameters
from voucher_service.model.reports import ProblemError
from voucher_service.model.text import Text

SUMMARY = Text(zh="参数 {names} 有误", en="Unusable parameter: {names}")
OTHER_FAULT = Text(zh="参数值无效：{said}", en="Invalid value: {said}")


def unusable_parameters(faults: Sequence[Mapping[str, Any]]) -> UnusableParameters:
    """Turn validation faults into one error that names every parameter at fault."""
    told = tuple(_told(fault) for fault in faults)
    names = ", ".join(dict.fromkeys(fault.field or "?" for fault in told))
    if len(told) == 1:
        message = SUMMARY.filled(names=names)
        only = told[0].message
        message = Text(zh=f"{message.zh}：{only.zh}", en=f"{message.en}. {only.en}")
        return UnusableParameters(message, faults=told)
    return UnusableParameters(SUMMARY.filled(names=names), faults=told)


def _told(fault: Mapping[str, Any]) -> ProblemError:
    context = fault.get("ctx") or {}
    if "zh" in context:
        message = Text(zh=context["zh"], en=context["en"])
    else:
        message = OTHER_FAULT.filled(said=fault.get("msg", ""))
    location = [str(part) for part in fault.get("loc", ())]
    return ProblemError(
        field=".".join(location[1:]) or None,
        message=message,
        choices=tuple(context.get("choices", ())),
    )
