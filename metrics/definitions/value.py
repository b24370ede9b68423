"""Metrics of orders."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

_FADER = (
    "Fader, Hardie and Lee 2005, “Counting Your Customers the Easy Way” (BG/NBD); "
    "Fader and Hardie 2013, “The Gamma-Gamma Model of Monetary Value”"
)
_ORDERS = "Orders placed in the period with an amount."
FARRIS = "Farris, Bendle, Pfeifer and Reibstein 2010, “Marketing Metrics”"

VALUE = (
    MetricDefinition(
        key="average_order_value",
        name="Average order value",
        short="Order value",
        subject="the average order value",
        question="How much does a customer spend on one order?",
        formula="Sum of order amounts over number of orders",
        denominator=_ORDERS,
        unit="currency",
        kind="mean",
        table="orders",
        column="amount",
        noun="orders",
        needs=("orders.amount",),
        decimals=2,
        source=FARRIS,
    ),
    MetricDefinition(
        key="revenue",
        name="Order revenue",
        short="Order revenue",
        subject="order revenue",
        question="How much was ordered?",
        formula="Sum of order amounts",
        denominator=_ORDERS,
        unit="currency",
        kind="total",
        table="orders",
        column="amount",
        noun="orders",
        needs=("orders.amount",),
        decimals=2,
        source=FARRIS,
    ),
    MetricDefinition(
        key="repeat_purchase_rate",
        name="Repeat purchase rate",
        short="Repeat purchase",
        subject="repeat purchase",
        question="How many of those who order, order again?",
        formula="% of the customers who ordered in the period that ordered more than once in it",
        denominator=(
            "Customers with an order in the period; without any, there is no rate. Who came late "
            "in it had less time to come again: growth alone lowers it."
        ),
        unit="%",
        kind="proportion",
        table="orders",
        noun="customers",
        needs=("orders.customer_id",),
        answered_by="repeat purchases",
        source=FARRIS,
    ),
    MetricDefinition(
        key="predicted_lifetime_value",
        name="Predicted yearly spend",
        short="Predicted spend",
        subject="the predicted yearly spend",
        question="What will a customer spend within a year?",
        formula=(
            "Expected number of days with orders in the 12 months after the newest day (BG/NBD) "
            "times what such a day is worth (Gamma-Gamma); order revenue, not discounted"
        ),
        denominator=(
            "Customers who ever ordered; whether one has left is inferred from their orders. The "
            "interval holds for the model as it was fitted."
        ),
        unit="currency",
        kind="mean",
        table="orders",
        noun="customers",
        needs=("orders.amount",),
        decimals=2,
        answered_by="predicted value",
        source=_FADER,
    ),
)
