"""What every template may say of a moment, without loading anything (see TEMPLATES in settings)."""

from django import template

register = template.Library()


@register.filter(expects_localtime=True)
def to_the_second(moment):
    """For `<time datetime>`: HTML allows three decimals of a second at most (HTML Living Standard §2.3.5.7),
    and nobody needs one. In the zone of the template, with its offset; "" of nothing.
    """
    return moment.isoformat(timespec="seconds") if moment else ""
