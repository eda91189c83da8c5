"""The command that lists the limits."""

from graphapi.commands.options import ExitCode, FormatOption, stop
from graphapi.output import Format, render

__all__ = ["limits"]


def limits(form: FormatOption = Format.TABLE) -> None:
    """List how much one request may ask for, by the settings that a server here would have."""
    from graphapi.limits import Limits  # noqa: PLC0415 -- heavy
    from graphapi.schema.service_limits import FIXED  # noqa: PLC0415 -- heavy
    from graphapi.settings import BadSettings, settings_of  # noqa: PLC0415 -- heavy

    try:
        values = settings_of({}).limits.model_dump()
    except BadSettings as error:
        stop(str(error), ExitCode.USAGE)
    told = [(name, value, True, Limits.model_fields[name].description) for name, value in values.items()]
    told += [(name, value, False, meaning) for name, (value, meaning) in FIXED.items()]
    rows = [
        {"limit": name, "value": f"{value:,}" if value is not None and form in {Format.TABLE, Format.MD} else value}
        | {"setting": setting, "meaning": meaning}
        for name, value, setting, meaning in told
    ]
    print(render(rows, form))
