"""What a browser sends of a page's form when nobody changes it."""

import html5lib


def fields_of(page: str, form_id: str = "_form") -> dict[str, str]:
    """The fields of the form whose id ends so."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(one for one in document.iter("form") if one.get("id", "").endswith(form_id))
    values: dict[str, str] = {}
    for field in form.iter():
        name = field.get("name", "")
        if not name or "__prefix__" in name or field.tag == "button":
            continue
        if field.tag == "textarea":
            values[name] = "".join(field.itertext())
        elif field.tag == "select":
            chosen = [one for one in field.iter("option") if "selected" in one.attrib]
            chosen = chosen or list(field.iter("option"))[:1]
            values[name] = chosen[0].get("value", "") if chosen else ""
        elif field.tag == "input" and field.get("type") in ("checkbox", "radio"):
            if "checked" in field.attrib:
                values[name] = field.get("value", "on")
        elif field.tag == "input" and field.get("type") not in ("submit", "file", "image"):
            values[name] = field.get("value", "")
    return values
