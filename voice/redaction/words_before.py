"""What the words before a number say it is: an order, or a telephone."""

from __future__ import annotations

import re

_LOOK_BACK = 25  # characters

# Stems, in English, Russian, Chinese, Finnish and Portuguese. Latin ones start a word.
_ORDER = r"""
    (?<![A-Za-z])(?:orders?|invoices?|track(?:ing)?|tickets?|booking|reservation|ref(?:erence)?
        |parcel|shipment|sku|model|serial|imei|contract|claim
        |tilau\w*|lasku\w*|seuranta\w*|varau\w*|viite\w*|sopimu\w*|l(?:ä|a)hety\w*
        |pedidos?|nota\ fiscal|rastre\w*|protocolo|cep|fatura|encomenda|boleto|reserva|contrato)
    |заказ\w*|договор\w*|трек\w*|сч[её]т\w*|накладн\w*|обращени\w*|заявк\w*|брон\w*|артикул\w*|[№\#]
"""
_FILLER = r"""number|num|no|nr|id|is|was|code|numero|número|n[ºo°]?|é|on|номер\w*"""
_IS_ORDER = re.compile(rf"(?:{_ORDER})(?:\W{{0,3}}(?:{_FILLER})\b)*\W{{0,4}}$", re.I | re.X)
# Between Chinese words there is no boundary.
_IS_CHINESE_ORDER = re.compile(
    r"(?:订单|单号|快递|编号|运单|发票|型号|合同)(?:编?号码?)?[是为]?\W{0,4}$"
)
_PHONE = re.compile(
    r"""(?<![A-Za-z])(?:tel\b|telep|telef|phone|call|mobile|cell\b|whats|sms|puh|soit|kännyk|fone
        |lig(?:a|ue|ar)\b|celular|zap\b)
    |телефон|тел\b|тел\.|звон|моб|电话|手机|拨打|致电|联系|微信""",
    re.I | re.X,
)


def is_order(text: str, start: int) -> bool:
    """Whether the number at `start` stands right behind a word as order, invoice or tracking."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return bool(_IS_ORDER.search(before) or _IS_CHINESE_ORDER.search(before))


def is_phone(text: str, start: int) -> bool:
    """Whether telephones are spoken of before `start`."""
    return bool(_PHONE.search(text, max(0, start - _LOOK_BACK), start))
