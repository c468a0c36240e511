"""A feed is read by a profile: one that comes with the program or the sender's own."""

from pydantic import BaseModel, ConfigDict

from voucher_service.feeds.profile import Profile, parse_profile, shipped_profiles
from voucher_service.model.errors import NotFound
from voucher_service.model.text import Text


class ProfileChoice(BaseModel):
    """Which profile to read by: a shipped one's name, or a document of one's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "standard"
    document: str | None = None


def profile_names() -> tuple[str, ...]:
    """Give the names of the profiles that come with the service."""
    return tuple(shipped_profiles())


def choose_profile(choice: ProfileChoice) -> Profile:
    """Give the profile chosen.

    Raises NotFound for an unknown name and BadParameter for a document with faults.
    """
    if choice.document is not None:
        return parse_profile(choice.document, choice.name)
    shipped = shipped_profiles()
    if choice.name in shipped:
        return shipped[choice.name]
    raise NotFound(
        Text(
            zh=f"没有名为 {choice.name} 的读取方案，也没有这个文件",
            en=f"there is no profile {choice.name}, and no such file",
        ),
        remedy=Text(
            zh="可用：" + "、".join(shipped), en="profiles: " + ", ".join(shipped)
        ),
        choices=tuple(shipped),
    )
