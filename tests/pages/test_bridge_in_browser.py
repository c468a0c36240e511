"""The page that compares two instants, in a real Chromium on a phone."""

import pytest

from tests.api.conftest import CAMPAIGN
from voucher_service.model.kinds import Role
from voucher_service.usecases.sign_in import create_login_link

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_waterfall_is_drawn_and_the_page_fits_a_phone(browser, site, lang):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    link = create_login_link(site.service, Role.BUREAU)
    page.goto(f"{site.base_url}/login?token={link}")
    page.goto(f"{site.base_url}/campaigns/{CAMPAIGN}/bridge?lang={lang}")
    page.locator(".chart[aria-busy=false]").wait_for()
    assert page.locator(".plot svg.main-svg").count() >= 1
    assert page.locator(".failure:visible").count() == 0
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths == [390, 390]
    assert said == []
    context.close()
