"""What the group of each level holds, written out: the permissions of a database that exists."""

PERMISSIONS = {
    "communication": {
        "cv.add_cvsuggestions",
        "cv.change_cvsuggestions",
        "cv.delete_cvsuggestions",
        "cv.view_cvsuggestions",
        "pages.add_checklistitem",
        "pages.add_refusalreason",
        "pages.change_checklistitem",
        "pages.change_navigation",
        "pages.change_refusalreason",
        "pages.moderate_opportunity",
        "pages.publish_editorial",
        "pages.view_checklistitem",
        "pages.view_refusalreason",
        "participation.add_replytemplate",
        "participation.change_replytemplate",
        "participation.delete_replytemplate",
        "participation.view_replytemplate",
        "search.change_adreport",
        "search.view_adreport",
        "snippets.add_organisation",
        "snippets.change_mailtemplate",
        "snippets.change_organisation",
        "snippets.change_sitesettings",
        "snippets.view_commune",
        "snippets.view_mailtemplate",
        "snippets.view_occupation",
        "snippets.view_organisation",
        "wagtailadmin.access_admin",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "wagtailredirects.view_redirect",
    },
    "employment_officer": {
        "pages.moderate_opportunity",
        "search.change_adreport",
        "search.view_adreport",
        "snippets.add_organisation",
        "snippets.change_organisation",
        "snippets.verify_organisation",
        "snippets.view_commune",
        "snippets.view_occupation",
        "snippets.view_organisation",
        "wagtailadmin.access_admin",
    },
}
# Page, then what is done there and below.
PAGES = {
    "communication": {
        "benevolat": ["add_page", "change_page"],
        "home": ["add_page", "change_page"],
        "offres": ["add_page", "change_page"],
        "sessions": ["add_page", "change_page"],
    },
    "employment_officer": {
        "benevolat": ["add_page", "change_page"],
        "offres": ["add_page", "change_page"],
        "sessions": ["add_page", "change_page"],
    },
}
COLLECTIONS = {
    "communication": {
        "add_collection",
        "add_document",
        "add_image",
        "change_collection",
        "change_document",
        "change_image",
        "choose_document",
        "choose_image",
        "delete_collection",
    },
}
REVIEWERS = {"communication", "employment_officer"}
