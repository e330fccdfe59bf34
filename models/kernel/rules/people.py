"""Settings of signing in: codes, links, the second step. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Hours, Measured, Minutes

_SUBJECT = N_("登录和密码")


@dataclass(frozen=True)
class PeopleRules:
    """Each a fact of `Rules`."""

    code_minutes: Annotated[Minutes, live_setting(_SUBJECT, N_("发到手机的六位数几分钟内有效"))] = 10
    code_tries: Annotated[int, Field(ge=1, le=10), live_setting(_SUBJECT, N_("这六位数能试几次"))] = 5
    code_pause_seconds: Annotated[
        int, Field(ge=1, le=3600), Measured("second"), live_setting(_SUBJECT, N_("同一个号码隔几秒才能再要一条"))
    ] = 60
    reset_link_hours: Annotated[Hours, live_setting(_SUBJECT, N_("平台给的重设密码链接几小时内有效"))] = 24
    joining_link_hours: Annotated[Hours, live_setting(_SUBJECT, N_("请人来工作台或供货商的链接几小时内有效"))] = 48
    codes_a_day: Annotated[
        int,
        Field(ge=1, le=100),
        live_setting(
            _SUBJECT, N_("从同一处网络，为同一个号码一天最多要几条；各处加起来是它的四倍，证明过号码是自己的人另有两倍")
        ),
    ] = 5
    second_factor_required: Annotated[
        Literal["", "nobody", "operators", "owners"],
        live_setting(
            _SUBJECT,
            N_("谁登录必须有第二步：`operators` 平台人员，`owners` 还有供货商的负责人，`nobody` 都不必"),
            unset=N_("生产环境是 `owners`，别处是 `nobody`"),
            at_desk=N_("谁登录必须有第二步"),
            named={
                "": N_("按环境：生产环境是最后一种，别处都不必"),
                "nobody": N_("都不必"),
                "operators": N_("平台人员"),
                "owners": N_("平台人员和供货商的负责人"),
            },
        ),
    ] = ""
    prove_minutes: Annotated[
        Minutes, live_setting(_SUBJECT, N_("动钱、岗位、设置和受保护的资料之前，多少分钟内证明过是本人就不再问"))
    ] = 15
    operator_hours: Annotated[Hours, live_setting(_SUBJECT, N_("平台人员登录满几小时就要重新登录"))] = 12
    sign_in_days: Annotated[Days, live_setting(_SUBJECT, N_("登录多少天不用就失效"))] = 180
