"""Jobs of CVs. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.cv.services.asking import tell_address


@app.task(name="cv.tell_about_request")
def tell_about_request(request_id: int) -> None:
    """Write to the address that somebody asks for help, or proposes help to."""
    tell_address(request_id=request_id)
