"""What a PDF says, as PDFium reads it."""

import pypdfium2


def extract_text(pdf: bytes) -> str:
    """Its text, page by page, a line for each of its lines."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            found.append(text.get_text_bounded())
            text.close()
            page.close()
        return "\n".join(found).replace("\r\n", "\n")
    finally:
        document.close()
