"""The methods of the Bot API the emulator has, and the way a call goes to one."""

from collections.abc import Callable

from bot.emulator import editing, errors, profile, receiving, sending
from bot.emulator.account import Account
from bot.emulator.calls import Parameters
from bot.emulator.telegram import Telegram

Method = Callable[[Telegram, Account, Parameters], object]

METHODS: dict[str, Method] = {
    name.lower(): method
    for name, method in {
        "getMe": profile.get_me,
        "logOut": profile.done,
        "close": profile.done,
        "setWebhook": receiving.set_webhook,
        "deleteWebhook": receiving.delete_webhook,
        "getWebhookInfo": receiving.get_webhook_info,
        "getFile": receiving.get_file,
        "answerCallbackQuery": receiving.answer_callback_query,
        "sendMessage": sending.send_message,
        "sendDocument": sending.send_document,
        "sendPhoto": sending.send_photo,
        "sendMediaGroup": sending.send_media_group,
        "sendChatAction": sending.send_chat_action,
        "copyMessage": sending.copy_message,
        "forwardMessage": sending.forward_message,
        "setMessageReaction": sending.set_message_reaction,
        "pinChatMessage": sending.pin_chat_message,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "getChat": profile.get_chat,
        "setMyCommands": profile.set_my_commands,
        "deleteMyCommands": profile.delete_my_commands,
        "getMyCommands": profile.get_my_commands,
        "setMyName": profile.set_my_name,
        "getMyName": profile.get_my_name,
        "setMyDescription": profile.set_my_description,
        "getMyDescription": profile.get_my_description,
        "setMyShortDescription": profile.set_my_short_description,
        "getMyShortDescription": profile.get_my_short_description,
    }.items()
}


def find_account(telegram: Telegram, token: str) -> Account:
    """The account of the bot with this token.

    Raises:
        ApiError: 401.
    """
    number, colon, _ = token.partition(":")
    if not colon or not number.isdigit():
        raise errors.bad_token()
    account = telegram.accounts.get(int(number))
    if account is None or account.bot.token != token:
        raise errors.unauthorized()
    return account


async def carry_out(telegram: Telegram, account: Account, method: str, given: Parameters) -> object:
    """What the call's `result` is; names of methods are read whatever their capital letters.

    Raises:
        ApiError: whatever the real server would say.
    """
    if method.lower() == "getupdates":
        return await receiving.get_updates(telegram, account, given)
    known = METHODS.get(method.lower())
    if known is None:
        raise errors.method_not_found()
    return known(telegram, account, given)
