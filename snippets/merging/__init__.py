"""Two people write in one text: what each changed is kept, and who comes second is asked.

`three_way` merges values of any kind, `forms` Django forms, `screen` has what is drawn. The form
carries the text that it was opened with, so that nothing else has to remember it:

    class CardForm(forms.ModelForm): …

    class CardView(ConflictMixin, View):
        def form(self, data, card):
            return CardForm(data, instance=card)

        def get(self, request, pk):
            form = self.form(None, get_object_or_404(Card, pk=pk))
            return self.rendered("cards/form.html", {"form": form})

        @transaction.atomic
        def post(self, request, pk):
            card = get_object_or_404(Card.objects.select_for_update(), pk=pk)
            change = Change(card.changed_by, card.changed_at)
            form = merge_typed(
                make_form=self.form, data=request.POST, latest=card, change=change
            )
            if form.conflicts or not form.is_valid():
                context = {"form": form}
                return self.rendered(
                    "cards/form.html", context, conflicts=form.conflicts, status=422
                )
            form.save()
            return redirect(card)

and in the template, inside the form:

    {% include "components/conflicts.html" %}
    {% merge_base form %}
    {% include "components/form_fields.html" %}

The lock comes before the text is read: without it, both would be the first. Whoever draws their
fields otherwise includes `components/conflict.html` under each that has a `conflict`.
"""
