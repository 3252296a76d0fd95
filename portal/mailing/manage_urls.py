"""Addresses of those who write campaigns."""

from django.urls import URLPattern, path

from portal.mailing.views import attaching, ledger, lists, preview, sending, writing

_ALL = "communication/campagnes/"
_ONE = f"{_ALL}<int:pk>/"

public: list[URLPattern] = []
private: list[URLPattern] = [
    path(_ALL, lists.HomeView.as_view(), name="home"),
    path(f"{_ALL}nouvelle/", writing.NewView.as_view(), name="new"),
    path(_ONE, sending.CampaignView.as_view(), name="campaign"),
    path(f"{_ONE}public/", writing.AudienceView.as_view(), name="audience"),
    path(f"{_ONE}message/", writing.MessageView.as_view(), name="message"),
    path(f"{_ONE}annonces/", attaching.CardsView.as_view(), name="cards"),
    path(f"{_ONE}annonces/joindre/", attaching.AttachView.as_view(), name="attach"),
    path(f"{_ONE}annonces/retirer/", attaching.DetachView.as_view(), name="detach"),
    path(f"{_ONE}annonces/monter/", attaching.MoveUpView.as_view(), name="move_up"),
    path(f"{_ONE}apercu/", preview.PreviewView.as_view(), name="preview"),
    path(f"{_ONE}apercu/message/", preview.FrameView.as_view(), name="preview_frame"),
    path(f"{_ONE}essai/", preview.TryView.as_view(), name="try"),
    path(f"{_ONE}copier/", writing.CopyView.as_view(), name="copy"),
    path(f"{_ONE}supprimer/", writing.DeleteView.as_view(), name="delete"),
    path(f"{_ONE}arreter-la-liste/", sending.SubmitView.as_view(), name="submit"),
    path(f"{_ONE}accorder/", sending.ApproveView.as_view(), name="approve"),
    path(f"{_ONE}reprendre-la-main/", sending.TakeBackView.as_view(), name="take_back"),
    path(f"{_ONE}programmer/", sending.ScheduleView.as_view(), name="schedule"),
    path(f"{_ONE}deprogrammer/", sending.UnscheduleView.as_view(), name="unschedule"),
    path(f"{_ONE}envoyer/", sending.StartView.as_view(), name="start"),
    path(f"{_ONE}pause/", sending.PauseView.as_view(), name="pause"),
    path(f"{_ONE}poursuivre/", sending.ResumeView.as_view(), name="resume"),
    path(f"{_ONE}annuler/", sending.CancelView.as_view(), name="cancel"),
    path(f"{_ONE}relancer/", sending.ResendView.as_view(), name="resend"),
    path(f"{_ONE}destinataires/", ledger.LedgerView.as_view(), name="ledger"),
    path(f"{_ONE}destinataires/<int:recipient>/", ledger.WhyView.as_view(), name="why_one"),
]
